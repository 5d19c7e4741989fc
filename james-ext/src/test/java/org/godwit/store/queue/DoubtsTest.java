package org.godwit.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.godwit.store.Database;
import org.godwit.store.ForgetfulDatabase;
import org.godwit.store.PostgresExtension;
import org.godwit.store.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said of a mail when the database is lost before it answers. */
@ExtendWith(PostgresExtension.class)
class DoubtsTest {
  private static final Predicate<String> PUTTING_IN =
      text -> text.contains("INSERT INTO mail_queue");
  private static final Predicate<String> LOOKING =
      text -> text.startsWith("SELECT FROM mail_queue");

  @Test
  void aMailThatWasCommittedBeforeTheConnectionBrokeIsAccepted(Database given) throws Exception {
    try (ForgetfulDatabase lost = new ForgetfulDatabase(text -> {}, PUTTING_IN);
        Queues queues = new Queues(lost.database())) {
      queues.put("spool", "mail", "a@example.org");
      assertThat(queues.content()).containsExactly("spool mail READY");
    }
  }

  @Test
  void aMailThatWasNotCommittedIsRefused(Database given) throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (ForgetfulDatabase lost =
            new ForgetfulDatabase(text -> breakAt(text, broken), no -> false);
        Queues queues = new Queues(lost.database())) {
      assertThatThrownBy(() -> queues.put("spool", "mail", "a@example.org"))
          .isInstanceOf(MailQueueException.class);
      assertThat(broken).isTrue();
      assertThat(queues.content()).isEmpty();
    }
  }

  @Test
  void itIsLookedForUntilTheDatabaseIsBack(Database given) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    try (ForgetfulDatabase lost =
            new ForgetfulDatabase(
                text -> {}, PUTTING_IN.or(LOOKING.and(text -> looks.incrementAndGet() < 3)));
        Queues queues = new Queues(lost.database())) {
      queues.put("spool", "mail", "a@example.org");
      assertThat(looks).hasValue(3);
    }
  }

  @Test
  void aMailThatWasDeliveredAndIsGoneBeforeItIsLookedForIsAccepted(Database given)
      throws Exception {
    AtomicBoolean taken = new AtomicBoolean();
    Queues[] queues = new Queues[1];
    Predicate<String> losing =
        text -> {
          if (PUTTING_IN.test(text) && taken.compareAndSet(false, true)) {
            queues[0].lease("spool").orElseThrow().settle();
            return true;
          }
          return false;
        };
    try (ForgetfulDatabase lost = new ForgetfulDatabase(text -> {}, losing)) {
      queues[0] = new Queues(lost.database());
      queues[0].put("spool", "mail", "a@example.org");
      assertThat(queues[0].content()).isEmpty();
      queues[0].close();
    }
    assertThat(taken).isTrue();
  }

  private static void breakAt(String text, AtomicBoolean broken) {
    if (PUTTING_IN.test(text)) {
      broken.set(true);
      throw new StoreUnavailable("queuing", false, new SQLException("broken", "08006"));
    }
  }
}
