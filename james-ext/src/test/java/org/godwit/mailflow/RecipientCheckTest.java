package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

@ExtendWith(PostgresExtension.class)
class RecipientCheckTest {

  private final QuotaManager quotas = Mockito.mock(QuotaManager.class);
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
    QuotaRootResolver roots = Mockito.mock(QuotaRootResolver.class);
    Mockito.when(roots.getQuotaRoot(any(org.apache.james.mailbox.model.MailboxPath.class)))
        .thenAnswer(
            call ->
                QuotaRoot.quotaRoot(
                    call.getArgument(0, org.apache.james.mailbox.model.MailboxPath.class)
                        .getUser()
                        .asString(),
                    Optional.empty()));
    Mockito.when(session.getAttachment(any(), any())).thenReturn(Optional.empty());
    used("anna@example.test", 0);
    used("bert@example.test", 0);
    check = new RecipientCheck(house.part(Routes.class), new MailboxRoom(roots, quotas));
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Of 1,000 bytes. */
  private void used(String owner, long bytes) throws Exception {
    QuotaManager.Quotas now =
        new QuotaManager.Quotas(
            Quota.<QuotaCountLimit, QuotaCountUsage>builder()
                .used(QuotaCountUsage.count(1))
                .computedLimit(QuotaCountLimit.count(100))
                .build(),
            Quota.<QuotaSizeLimit, QuotaSizeUsage>builder()
                .used(QuotaSizeUsage.size(bytes))
                .computedLimit(QuotaSizeLimit.size(1_000))
                .build());
    Mockito.when(quotas.getQuotas(QuotaRoot.quotaRoot(owner, Optional.empty()))).thenReturn(now);
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
    Mockito.when(session.getAttachment(any(), any())).thenReturn(Optional.of(500));
    assertThat(ask("anna@example.test").getSmtpRetCode()).isEqualTo("552");
  }

  @Test
  void asksToTryLaterWhenItCannotTell() throws Exception {
    Mockito.when(quotas.getQuotas(any(QuotaRoot.class)))
        .thenThrow(new IllegalStateException("away"));
    HookResult answer = ask("anna@example.test");
    assertThat(answer.getResult().getAction()).isEqualTo(HookReturnCode.Action.DENYSOFT);
    assertThat(answer.getSmtpRetCode()).isEqualTo("451");
    assertThat(answer.getSmtpDescription()).doesNotContain("away");
  }
}
