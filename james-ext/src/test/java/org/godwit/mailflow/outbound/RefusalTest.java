package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other servers refuse is tried again, or given back, recipient by recipient. */
class RefusalTest {
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    site = new Site(peer.port());
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
    site.start();
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
    peer.close();
  }

  /** The row that an attempt left for later. */
  private TestQueue.Row awaitRetry() {
    await().until(() -> site.outgoing().rows().size() == 1 && attempts(onlyRow()) > 0);
    return onlyRow();
  }

  private TestQueue.Row onlyRow() {
    return site.outgoing().rows().getFirst();
  }

  private static int attempts(TestQueue.Row row) {
    return new QueuedMail(row.mail()).attempts();
  }

  private Duration pause(TestQueue.Row row) {
    return Duration.between(site.clock.instant(), row.due());
  }

  @Test
  void onlyTheRecipientsThatWereDeferredAreTriedAgain() throws Exception {
    peer.answering("RCPT TO:<eve", "450 4.2.1 later").answering("RCPT TO:<joe", "550 5.1.1 who");
    site.send("bob@there.example", "eve@there.example", "joe@there.example");
    TestQueue.Row row = awaitRetry();

    assertThat(row.mail().getRecipients()).containsExactly(new MailAddress("eve@there.example"));
    assertThat(row.mail().getErrorMessage()).isEqualTo("450 4.2.1 later");
    assertThat(pause(row)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(site.report()).contains("joe@there.example").doesNotContain("eve@there.example");

    peer.asUsual("RCPT TO:<eve");
    site.clock.add(Duration.ofMinutes(6));
    await().until(() -> site.outgoing().rows().isEmpty());
    assertThat(peer.mails())
        .extracting(SmtpPeer.Received::recipients)
        .containsExactly(
            List.of("RCPT TO:<bob@there.example>"), List.of("RCPT TO:<eve@there.example>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", "DOT"})
  void aPermanentRefusalGoesBackAtOnce(String command) throws Exception {
    peer.answering(command, "554 5.7.1 we do not like it");
    site.send("bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(site.report()).contains("Diagnostic-Code: smtp; 554 5.7.1 we do not like it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"})
  void aTemporaryRefusalIsTriedAgain(String command) throws Exception {
    peer.answering(command, "451 4.3.0 not now");
    site.send("bob@there.example");

    assertThat(awaitRetry().mail().getErrorMessage()).contains("451 4.3.0 not now");
    assertThat(site.spool().rows()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"})
  void aServerThatHangsIsLeft(String command) throws Exception {
    peer.answering(command, SmtpPeer.HANG);
    site.send("bob@there.example");

    assertThat(awaitRetry().mail().getErrorMessage()).contains("timed out waiting for");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"})
  void aServerThatDropsUsIsTriedAgain(String command) throws Exception {
    peer.answering(command, SmtpPeer.DROP);
    site.send("bob@there.example");

    assertThat(awaitRetry().mail().getErrorMessage()).contains("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "552 too many recipients, true",
    "552 5.5.3 too many recipients, true",
    "552 5.2.2 mailbox full, false",
    "452 4.5.3 too many recipients, true"
  })
  void tooManyRecipientsIsTemporary(String reply, boolean again) throws Exception {
    peer.answering("RCPT TO:<eve", reply);
    site.send("bob@there.example", "eve@there.example");

    if (again) {
      assertThat(awaitRetry().mail().getRecipients())
          .containsExactly(new MailAddress("eve@there.example"));
    } else {
      await().until(() -> site.outgoing().rows().isEmpty());
      assertThat(site.report()).contains("Status: 5.2.2");
    }
  }

  @Test
  void a421LeavesTheOtherRecipientsForLater() throws Exception {
    peer.answering("RCPT TO:<eve", "421 4.3.2 going down");
    site.send("bob@there.example", "eve@there.example", "joe@there.example");
    TestQueue.Row row = awaitRetry();

    assertThat(row.mail().getRecipients()).contains(new MailAddress("eve@there.example"));
  }

  @Test
  void aServerThatNeverTakesMailIsBelieved() throws Exception {
    peer.answering("GREETING", "521 no mail here"); // 7504
    site.send("bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(site.report()).contains("Status: 5.3.2");
  }

  @Test
  void anEndlessReplyIsCut() throws Exception {
    peer.answering("EHLO", ("250-" + "x".repeat(100) + "\r\n").repeat(1_000) + "250 end");
    site.send("bob@there.example");

    assertThat(awaitRetry().mail().getErrorMessage()).contains("too many lines");
  }

  @Test
  void anEndlessLineIsCut() throws Exception {
    peer.answering("EHLO", "250 " + "x".repeat(100_000));
    site.send("bob@there.example");

    assertThat(awaitRetry().mail().getErrorMessage()).contains("too long");
  }

  @Test
  void aMailThatIsTooLargeIsNotEvenSent() throws Exception {
    peer.offering("SIZE 10");
    site.send("bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(peer.commands()).noneMatch(command -> command.startsWith("MAIL"));
    assertThat(site.report()).contains("Status: 5.3.4");
  }

  @Test
  void anInternationalMailNeedsSmtputf8() throws Exception {
    String message = "Subject: \u00c3\u00a9\r\n\r\nx\r\n"; // é in UTF-8
    site.send(message, mail -> {}, "bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());
    assertThat(site.report()).contains("Status: 5.6.7");

    peer.offering("8BITMIME", "SMTPUTF8");
    await().until(() -> peer.commands().contains("QUIT")); // so that it is asked again
    site.send(message, mail -> {}, "bob@there.example");
    await().until(() -> peer.mails().size() == 1);
    assertThat(peer.mails().getFirst().mail()).endsWith(" BODY=8BITMIME SMTPUTF8");
    assertThat(peer.mails().getFirst().data()).isEqualTo(message);
  }

  @Test
  void aNullMxGoesBackAtOnce() throws Exception {
    site.dns.mx("null.example", 0, ".");
    site.send("bob@null.example");
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(site.report())
        .contains("Status: 5.1.10")
        .contains("Diagnostic-Code: x-godwit; The domain null.example does not accept mail");
  }
}
