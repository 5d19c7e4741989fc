package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

/** Mail that goes from one account to another, through a mailbox that both may use. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SharedMailboxTest {

  private static final Username BOB = Username.of("bob@example.test");
  private static final String MESSAGE = "Subject: minutes\r\n\r\nWe met.\r\n";

  private final Database database = PostgresExtension.database();
  private Alice alice;
  private Alice bob;

  @BeforeEach
  void setUp() throws Exception {
    alice = new Alice(database);
    bob = new Alice(database, BOB);
    alice.create("Team");
    bob.create("INBOX");
    alice
        .manager()
        .applyRightsCommand(
            alice.path("Team"),
            MailboxACL.command().forUser(BOB).rights(MailboxACL.FULL_RIGHTS).asAddition(),
            alice.session());
    alice.append("Team", MESSAGE, new Flags(Flags.Flag.FLAGGED));
  }

  @Test
  void aCopyIsWholeAndItsOwn() throws Exception {
    bob.manager()
        .copyMessages(MessageRange.all(), alice.path("Team"), bob.path("INBOX"), bob.session());
    bob.open("INBOX")
        .setFlags(
            new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), bob.session());
    alice.open("Team").delete(List.of(uid(alice, "Team")), alice.session());
    alice.the(ExpungedPurge.class).purge(java.time.Instant.now().plusSeconds(60));

    MessageResult copy = bob.fetch("INBOX", FetchGroup.FULL_CONTENT).getFirst();
    assertThat(copy.getFullContent().getInputStream()).hasContent(MESSAGE);
    assertThat(copy.getFlags().contains(Flags.Flag.FLAGGED)).isTrue();
  }

  @Test
  void aMoveLeavesNothingBehind() throws Exception {
    bob.manager()
        .moveMessages(MessageRange.all(), alice.path("Team"), bob.path("INBOX"), bob.session());

    assertThat(alice.uids("Team")).isEmpty();
    assertThat(bob.uids("INBOX")).hasSize(1);
  }

  @Test
  void aFullTargetTakesNothingAndTheSourceKeepsAll() throws Exception {
    bob.the(QuotaLimits.class).setGlobalMaxMessage(QuotaCountLimit.count(0));

    assertThatThrownBy(
            () ->
                bob.manager()
                    .moveMessages(
                        MessageRange.all(), alice.path("Team"), bob.path("INBOX"), bob.session()))
        .isInstanceOf(OverQuotaException.class);

    assertThat(alice.uids("Team")).hasSize(1);
    assertThat(bob.uids("INBOX")).isEmpty();
  }

  private static org.apache.james.mailbox.MessageUid uid(Alice who, String mailbox)
      throws MailboxException {
    return who.fetch(mailbox, FetchGroup.MINIMAL).getFirst().getUid();
  }

  @Test
  void messagesByIdAreFoundWithTheirBytesInTwoStatements() throws Exception {
    alice.create("INBOX");
    alice.appendMany("INBOX", 20);
    List<MessageId> ids =
        alice.fetch("INBOX", FetchGroup.MINIMAL).stream().map(MessageResult::getMessageId).toList();
    try (CountedDatabase counted = new CountedDatabase()) {
      Alice watched = new Alice(counted.database());
      List<MessageResult> found =
          Flux.from(
                  watched
                      .the(org.apache.james.mailbox.MessageIdManager.class)
                      .getMessagesReactive(ids, FetchGroup.FULL_CONTENT, watched.session()))
              .collectList()
              .block();
      assertThat(found).hasSize(20);
      for (MessageResult message : found) {
        assertThat(message.getFullContent().getInputStream().readAllBytes()).isNotEmpty();
      }
      assertThat(counted.statements())
          .as("the messages, their bytes, the mailbox's rights")
          .hasSize(3);
    }
  }

  @Test
  void aMailboxTakesAThousandKeywordsAndNoMore() throws Exception {
    Flags many = new Flags();
    for (int i = 0; i < 1_000; i++) {
      many.add("keyword" + i);
    }
    alice.append("Team", MESSAGE, many);

    assertThatThrownBy(() -> alice.append("Team", MESSAGE, new Flags("one-more")))
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("keywords");
    assertThatThrownBy(
            () ->
                alice
                    .open("Team")
                    .setFlags(
                        new Flags("one-more"),
                        FlagsUpdateMode.ADD,
                        MessageRange.all(),
                        alice.session()))
        .isInstanceOf(MailboxException.class)
        .hasMessageContaining("keywords");
  }
}
