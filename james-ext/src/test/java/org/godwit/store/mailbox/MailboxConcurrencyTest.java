package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several nodes on one account: they have nothing in common but the database. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MailboxConcurrencyTest {

  private static final int THREADS = 8;
  private static final int EACH = 15;

  private final Database database = PostgresExtension.database();

  private interface Work {
    void on(Alice node, int round) throws Exception;
  }

  private void atOnce(Work... works) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Work work = works[i % works.length];
      Alice node = new Alice(database);
      tasks.add(
          () -> {
            for (int round = 0; round < EACH; round++) {
              work.on(node, round);
            }
            return true;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  @Test
  void eightAppendersGetDenseUidsAndEachAModseq() throws Exception {
    Alice alice = new Alice(database);
    alice.create("INBOX");

    atOnce((node, round) -> node.append("INBOX", "Subject: " + round + "\r\n\r\nbody\r\n"));

    List<MessageResult> all = alice.fetch("INBOX", FetchGroup.MINIMAL);
    assertThat(all.stream().map(message -> message.getUid().asLong()))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, (long) THREADS * EACH).boxed().toList());
    assertThat(all.stream().map(MessageResult::getModSeq).distinct()).hasSize(THREADS * EACH);
    assertThat(all.stream().map(MessageResult::getModSeq)).as("later uid, later modseq").isSorted();
  }

  /** The invariants afterwards say whether any counter was lost on the way. */
  @Test
  void appendingFlaggingExpungingMovingAndCopyingLeavesTheCountersRight() throws Exception {
    Alice alice = new Alice(database);
    alice.create("INBOX");
    alice.create("Archive");
    alice.appendMany("INBOX", 20);

    atOnce(
        (node, round) -> node.append("INBOX", "Subject: " + round + "\r\n\r\nbody\r\n"),
        (node, round) ->
            node.open("INBOX")
                .setFlags(
                    new Flags(round % 2 == 0 ? Flags.Flag.SEEN : Flags.Flag.DELETED),
                    round % 3 == 0 ? FlagsUpdateMode.REMOVE : FlagsUpdateMode.ADD,
                    MessageRange.all(),
                    node.session()),
        (node, round) -> node.open("INBOX").expunge(MessageRange.all(), node.session()),
        (node, round) ->
            node.manager()
                .moveMessages(
                    MessageRange.one(org.apache.james.mailbox.MessageUid.of(round + 1)),
                    node.path(round % 2 == 0 ? "INBOX" : "Archive"),
                    node.path(round % 2 == 0 ? "Archive" : "INBOX"),
                    node.session()),
        (node, round) ->
            node.manager()
                .copyMessages(
                    MessageRange.one(org.apache.james.mailbox.MessageUid.of(round + 2)),
                    node.path("INBOX"),
                    node.path("Archive"),
                    node.session()));

    assertThat(alice.uids("INBOX")).doesNotHaveDuplicates();
  }

  @Test
  void aMailboxDeletedUnderAppendsTakesNoneAfterwards() throws Exception {
    Alice alice = new Alice(database);
    alice.create("Short");

    atOnce(
        (node, round) -> {
          try {
            node.append("Short", "Subject: " + round + "\r\n\r\n");
          } catch (org.apache.james.mailbox.exception.MailboxNotFoundException gone) {
            assertThat(gone).hasMessageContaining("can not be found");
          }
        },
        (node, round) -> {
          if (round == EACH / 2) {
            try {
              node.manager().deleteMailbox(node.path("Short"), node.session());
            } catch (org.apache.james.mailbox.exception.MailboxNotFoundException gone) {
              assertThat(gone).isNotNull(); // another thread was first
            }
          }
        });

    assertThat(alice.manager().list(alice.session())).doesNotContain(alice.path("Short"));
  }
}
