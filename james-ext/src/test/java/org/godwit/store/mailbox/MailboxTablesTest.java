package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.AccountReading.Held;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A mailbox in memory is the mailbox as it is now. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MailboxTablesTest {

  private Alice alice;
  private MailboxTables tables;
  private StoreMailboxId inbox;

  @BeforeEach
  void setUp() throws Exception {
    alice = new Alice(PostgresExtension.database());
    tables = new MailboxTables(PostgresExtension.database(), 1_000);
    alice.create("INBOX");
    inbox = (StoreMailboxId) alice.open("INBOX").getId();
    alice.appendMany("INBOX", 5);
  }

  private List<Held> rows(MailboxTables of) {
    MailboxTable table = of.now(inbox).orElseThrow();
    return IntStream.range(0, table.size()).mapToObj(table::held).toList();
  }

  private void assertCurrent() {
    assertThat(rows(tables))
        .isEqualTo(alice.the(AccountReading.class).range(inbox, 0, Long.MAX_VALUE, 1_000));
  }

  @Test
  void whatCameChangedAndWentIsSeen() throws Exception {
    assertCurrent();
    alice.appendMany("INBOX", 2);
    assertCurrent();
    alice
        .open("INBOX")
        .setFlags(
            new Flags(Flags.Flag.SEEN),
            FlagsUpdateMode.ADD,
            MessageRange.one(MessageUid.of(2)),
            alice.session());
    assertCurrent();
    alice.open("INBOX").delete(List.of(MessageUid.of(3), MessageUid.of(7)), alice.session());
    assertCurrent();
    alice.open("INBOX").delete(List.of(MessageUid.of(1)), alice.session());
    alice.the(ExpungedPurge.class).purge(Instant.now().plusSeconds(60)); // no tombstone tells of it
    assertCurrent();
  }

  @Test
  void aMailboxThatWasRemovedHasNoRows() throws Exception {
    assertThat(rows(tables)).hasSize(5);
    alice.manager().deleteMailbox(alice.path("INBOX"), alice.session());
    assertThat(rows(tables)).isEmpty();
  }

  @Test
  void oneThatIsTooLargeIsNotKept() {
    MailboxTables small = new MailboxTables(PostgresExtension.database(), 9);
    assertThat(small.now(inbox)).isEmpty();
    assertThat(small.knows(inbox)).isFalse();
  }

  @Test
  void theOneThatWasUsedLastIsKept() throws Exception {
    MailboxTables small = new MailboxTables(PostgresExtension.database(), 15);
    assertThat(rows(small)).hasSize(5);
    alice.create("Other");
    alice.appendMany("Other", 5);
    StoreMailboxId other = (StoreMailboxId) alice.open("Other").getId();
    assertThat(small.now(other).orElseThrow().size()).isEqualTo(5);
    assertThat(small.knows(other)).isTrue();
    assertThat(small.knows(inbox)).isFalse();
  }

  @Test
  void unseenMessagesAreListedAlone() throws Exception {
    alice
        .open("INBOX")
        .setFlags(
            new Flags(Flags.Flag.SEEN),
            FlagsUpdateMode.ADD,
            MessageRange.range(MessageUid.of(1), MessageUid.of(3)),
            alice.session());
    assertThat(alice.the(AccountReading.class).unseen(inbox, 1, Long.MAX_VALUE, 10))
        .extracting(Held::uid)
        .containsExactly(4L, 5L);
  }
}
