package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.PostgresExtension;
import org.godwit.store.listing.AccountChanges;
import org.godwit.store.listing.Change;
import org.godwit.store.listing.Reach;
import org.godwit.store.mailbox.Undelete.Restored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class UndeleteTest {

  private static final Instant EVER = Instant.EPOCH;

  private Alice alice;
  private Undelete undelete;

  @BeforeEach
  void setUp() throws Exception {
    alice = new Alice(PostgresExtension.database());
    undelete = alice.the(Undelete.class);
    alice.create("INBOX");
    alice.appendMany("INBOX", 3);
  }

  private void expunge(long... uids) throws Exception {
    for (long uid : uids) {
      alice.open("INBOX").delete(List.of(MessageUid.of(uid)), alice.session());
    }
  }

  @Test
  void whatWasExpungedComesBackUnderNewUids() throws Exception {
    expunge(1, 3);

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.empty()))
        .containsExactly(new Restored(alice.path("INBOX"), 2));

    assertThat(alice.uids("INBOX")).containsExactly(2L, 4L, 5L);
    assertThat(
            alice.fetch("INBOX", FetchGroup.FULL_CONTENT).get(1).getFullContent().getInputStream())
        .hasContent("Subject: number 0\r\n\r\nbody 0\r\n");
  }

  @Test
  void whoHeardThatItIsGoneHearsThatItIsThereAgain() throws Exception {
    expunge(1);
    AccountChanges changes = new AccountChanges(PostgresExtension.database());
    Reach reach = Reach.all(((StoreMailboxId) alice.open("INBOX").getId()).account());
    long gone = changes.messages(reach, 0).modseq();

    undelete.restore(Alice.NAME, EVER, Optional.empty());

    assertThat(changes.messages(reach, gone).changes())
        .singleElement()
        .extracting(Change::isNew, Change::isGone)
        .containsExactly(true, false);
  }

  @Test
  void itIsNotMarkedForDeletionAgain() throws Exception {
    alice.append("INBOX", "Subject: x\r\n\r\n", new Flags(Flags.Flag.DELETED));
    alice.open("INBOX").expunge(MessageRange.all(), alice.session());

    undelete.restore(Alice.NAME, EVER, Optional.empty());

    assertThat(alice.fetch("INBOX", FetchGroup.MINIMAL))
        .noneMatch(message -> message.getFlags().contains(Flags.Flag.DELETED));
  }

  @Test
  void asSecondTimeFindsNothing() throws Exception {
    expunge(1);
    undelete.restore(Alice.NAME, EVER, Optional.empty());

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.empty())).isEmpty();
  }

  @Test
  void aDeletedMailboxIsMadeAgain() throws Exception {
    alice.create("Work");
    alice.appendMany("Work", 2);
    alice.manager().deleteMailbox(alice.path("Work"), alice.session());

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.of("Work")))
        .containsExactly(new Restored(alice.path("Work"), 2));

    assertThat(alice.uids("Work")).hasSize(2);
  }

  @Test
  void onlyTheMailboxAskedForComesBack() throws Exception {
    expunge(1);

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.of("Work"))).isEmpty();
    assertThat(alice.uids("INBOX")).hasSize(2);
  }

  @Test
  void whatWasExpungedBeforeTheTimeStaysGone() throws Exception {
    expunge(1);

    Instant later = Instant.now().plus(Duration.ofMinutes(1));
    assertThat(undelete.restore(Alice.NAME, later, Optional.empty())).isEmpty();
  }

  @Test
  void whatWasMovedIsNotDoubled() throws Exception {
    alice.create("Archive");
    alice
        .manager()
        .moveMessages(
            MessageRange.all(), alice.path("INBOX"), alice.path("Archive"), alice.session());

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.empty())).isEmpty();
  }

  @Test
  void whatIsPurgedIsGoneForGood() throws Exception {
    expunge(1, 2);
    ExpungedPurge purge = alice.the(ExpungedPurge.class);

    assertThat(purge.purge(Instant.now().minus(Duration.ofDays(1)))).as("too young").isZero();
    assertThat(purge.purge(Instant.now().plus(Duration.ofMinutes(1)))).isEqualTo(2);

    assertThat(undelete.restore(Alice.NAME, EVER, Optional.empty())).isEmpty();
    assertThat(alice.fetch("INBOX", FetchGroup.FULL_CONTENT)).hasSize(1);
  }

  @Test
  void aCopyOutlivesThePurgeOfItsOriginal() throws Exception {
    alice.create("Archive");
    alice
        .manager()
        .copyMessages(
            MessageRange.all(), alice.path("INBOX"), alice.path("Archive"), alice.session());
    expunge(1, 2, 3);

    alice.the(ExpungedPurge.class).purge(Instant.now().plus(Duration.ofMinutes(1)));

    assertThat(alice.fetch("Archive", FetchGroup.FULL_CONTENT)).hasSize(3);
  }

  @Test
  void theHistoryTellsWhatVanishedSince() throws Exception {
    MailboxHistory history = alice.the(MailboxHistory.class);
    expunge(1);
    ModSeq between =
        alice
            .open("INBOX")
            .getMetaData(
                org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode.IGNORE,
                alice.session(),
                java.util.EnumSet.allOf(
                    org.apache.james.mailbox.MessageManager.MailboxMetaData.Item.class))
            .getHighestModSeq();
    expunge(3);
    var id = alice.open("INBOX").getId();

    assertThat(history.vanished(id, ModSeq.first(), MessageRange.all()).uids())
        .containsExactly(MessageUid.of(1), MessageUid.of(3));
    assertThat(history.vanished(id, between, MessageRange.all()).uids())
        .containsExactly(MessageUid.of(3));

    alice.the(ExpungedPurge.class).purge(Instant.now().plus(Duration.ofMinutes(1)));
    assertThat(history.vanished(id, ModSeq.first(), MessageRange.all()).complete()).isFalse();
  }
}
