package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.Addressees;
import org.godwit.store.mailbox.QuotaLimits;
import org.godwit.store.mailbox.QuotaUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

@ExtendWith(PostgresExtension.class)
class RecipientCheckTest {

  private final SMTPSession session = Mockito.mock(SMTPSession.class);
  private MailflowHouse house;
  private RecipientCheck check;

  @BeforeEach
  void open(Database database) throws Exception {
    house = new MailflowHouse(database);
    house.people("anna@example.test", "bert@example.test");
    house.admin("bert@example.test");
    house
        .rewrites()
        .addAliasMapping(MailflowHouse.source("info@example.test"), "anna@example.test");
    house.rewrites().addGroupMapping(MailflowHouse.source("all@example.test"), "anna@example.test");
    house.rewrites().addGroupMapping(MailflowHouse.source("all@example.test"), "bert@example.test");
    house
        .rewrites()
        .addForwardMapping(MailflowHouse.source("away@example.test"), "far@example.org");
    house.rewrites().addErrorMapping(MailflowHouse.source("gone@example.test"), "550 has left us");
    Mockito.when(session.getAttachment(any(), any())).thenReturn(Optional.empty());
    house.part(QuotaLimits.class).setGlobalMaxStorage(QuotaSizeLimit.size(1_000));
    check = new RecipientCheck(house.part(Routes.class), house.part(Addressees.class));
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Of 1,000 bytes. */
  private void used(String owner, long bytes) {
    QuotaRoot root = QuotaRoot.quotaRoot(owner, Optional.empty());
    Mono.from(
            house
                .part(QuotaUsage.class)
                .setCurrentQuotas(
                    new QuotaOperation(root, QuotaCountUsage.count(1), QuotaSizeUsage.size(bytes))))
        .block();
  }

  private HookResult ask(String recipient) throws Exception {
    return check.doRcpt(
        session, MaybeSender.of(new MailAddress("sender@example.org")), new MailAddress(recipient));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna@example.test",
        "Anna@Example.Test",
        "anna+lists@example.test",
        "info@example.test",
        "info+web@example.test",
        "all@example.test",
        "away@example.test",
        "postmaster@example.test",
        "POSTMASTER@example.test",
        "anybody@example.org" // whether we relay is not asked here
      })
  void letsPass(String recipient) throws Exception {
    assertThat(ask(recipient)).isEqualTo(HookResult.DECLINED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody@example.test",
        "+anna@example.test",
        "nobody+anna@example.test",
        "\"anna@example.test\"@example.test",
        "\"anna anna\"@example.test"
      })
  void refusesWhoIsNobody(String recipient) throws Exception {
    HookResult answer = ask(recipient);
    assertThat(answer.getResult().getAction()).isEqualTo(HookReturnCode.Action.DENY);
    assertThat(answer.getSmtpRetCode()).isEqualTo("550");
    assertThat(answer.getSmtpDescription()).startsWith("5.1.1 ");
  }

  @Test
  void saysWhatTheAdministratorWroteForAnAddressThatIsGone() throws Exception {
    HookResult answer = ask("gone@example.test");
    assertThat(answer.getSmtpRetCode()).isEqualTo("550");
    assertThat(answer.getSmtpDescription()).contains("has left us");
  }

  @Test
  void refusesAFullMailbox() throws Exception {
    used("anna@example.test", 1_000);
    for (String recipient : new String[] {"anna@example.test", "info@example.test"}) {
      HookResult answer = ask(recipient);
      assertThat(answer.getSmtpRetCode()).isEqualTo("552");
      assertThat(answer.getSmtpDescription()).startsWith("5.2.2 ");
    }
    assertThat(ask("all@example.test")).as("not all are full").isEqualTo(HookResult.DECLINED);
  }

  @Test
  void refusesAMailThatDoesNotFit() throws Exception {
    used("anna@example.test", 600);
    assertThat(ask("anna@example.test")).isEqualTo(HookResult.DECLINED);
    keepAttachments(Map.of(AttachmentKey.of("MESG_SIZE", Integer.class), 500));
    assertThat(ask("anna@example.test").getSmtpRetCode()).isEqualTo("552");
  }

  @Test
  void looksAgainBehindDataWhenSizeWasNotTold() throws Exception {
    keepAttachments(Map.of());
    used("anna@example.test", 600);
    assertThat(ask("anna@example.test")).isEqualTo(HookResult.DECLINED);
    assertThat(check.onMessage(session, mail(2_000)).getSmtpRetCode()).isEqualTo("552");
    assertThat(check.onMessage(session, mail(300))).isEqualTo(HookResult.DECLINED);
  }

  private static Mail mail(long size) throws Exception {
    Mail mail = Mockito.mock(Mail.class);
    Mockito.when(mail.getMessageSize()).thenReturn(size);
    Mockito.when(mail.getRecipients()).thenReturn(List.of(new MailAddress("anna@example.test")));
    return mail;
  }

  private void keepAttachments(Map<?, ?> those) {
    Map<Object, Object> kept = new HashMap<>(those);
    Mockito.when(session.getAttachment(any(), any()))
        .thenAnswer(call -> Optional.ofNullable(kept.get(call.getArgument(0))));
    Mockito.when(session.setAttachment(any(), any(), any()))
        .thenAnswer(
            call -> Optional.ofNullable(kept.put(call.getArgument(0), call.getArgument(1))));
  }

  @Test
  void asksToTryLaterWhenItCannotTell(Database database) throws Exception {
    change(database, "ALTER TABLE quota_limit RENAME TO away");
    try {
      HookResult answer = ask("anna@example.test");
      assertThat(answer.getResult().getAction()).isEqualTo(HookReturnCode.Action.DENYSOFT);
      assertThat(answer.getSmtpRetCode()).isEqualTo("451");
      assertThat(answer.getSmtpDescription()).doesNotContain("away");
    } finally {
      change(database, "ALTER TABLE away RENAME TO quota_limit");
    }
  }

  private static void change(Database database, String statement) {
    database.run(
        "changing the schema for a test",
        connection -> {
          try (Statement change = connection.createStatement()) {
            return change.execute(statement);
          }
        });
  }
}
