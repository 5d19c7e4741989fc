package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.VacationPatch;
import org.apache.james.vacation.api.VacationRepository;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The answer of somebody who is away, beside scripts (8621 §8). */
@ExtendWith(PostgresExtension.class)
class AbsenceTest {

  private static final String ANNA = "anna@example.test";

  private MailflowHouse house;

  @BeforeEach
  void open(Database database) throws Exception {
    house = new MailflowHouse(database);
    house.people(ANNA);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void away(VacationPatch.Builder vacation) {
    house
        .part(VacationRepository.class)
        .modifyVacation(AccountId.fromString(ANNA), vacation.isEnabled(true).build())
        .block();
  }

  private void script(String text) throws Exception {
    SieveRepository scripts = house.part(SieveRepository.class);
    ScriptName name = new ScriptName("main");
    scripts.putScript(Username.of(ANNA), name, new ScriptContent(text));
    scripts.setActive(Username.of(ANNA), name);
  }

  private void send() throws Exception {
    String message = "From: s@example.org\r\nTo: " + ANNA + "\r\nSubject: hello\r\n\r\nx\r\n";
    MailImpl mail = MailImpl.builder().name(MailImpl.getId()).addRecipients(ANNA).build();
    mail.setSender(new MailAddress("s@example.org"));
    mail.setMessageContent(
        MimeMessageInputStreamSource.create(
            "test", new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII))));
    house.queue("spool").enQueue(mail);
    LifecycleUtil.dispose(mail);
    house.work();
  }

  private List<String> answeredTo() {
    return house.outgoing().stream().flatMap(mail -> mail.recipients().stream()).toList();
  }

  @Test
  void mailIsKeptAndAnsweredOnce() throws Exception {
    away(VacationPatch.builder().subject("Away").textBody("back soon"));
    send();
    send();
    assertThat(answeredTo()).containsExactly("s@example.org");
    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX", "INBOX");
  }

  @Test
  void aScriptWorksBesideIt() throws Exception {
    away(VacationPatch.builder().htmlBody("<p>back soon</p>").textBody("back soon"));
    script("require \"fileinto\"; fileinto \"Lists\";");
    send();
    assertThat(answeredTo()).containsExactly("s@example.org");
    assertThat(DeliveredMail.folders(ANNA)).containsExactly("Lists");
  }

  @Test
  void whatAScriptThrowsAwayIsNotAnswered() throws Exception {
    away(VacationPatch.builder().textBody("back soon"));
    script("discard;");
    send();
    assertThat(answeredTo()).isEmpty();
  }

  @Test
  void aScriptThatAnswersItselfIsLeftToIt() throws Exception {
    away(VacationPatch.builder().textBody("back soon"));
    script("require \"vacation\"; vacation \"I am not here\";");
    send();
    assertThat(answeredTo()).containsExactly("s@example.org");
  }

  @Test
  void itEndsAtItsTime() throws Exception {
    away(
        VacationPatch.builder()
            .textBody("back soon")
            .toDate(ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1)));
    send();
    assertThat(answeredTo()).isEmpty();
    assertThat(DeliveredMail.folders(ANNA)).containsExactly("INBOX");
  }
}
