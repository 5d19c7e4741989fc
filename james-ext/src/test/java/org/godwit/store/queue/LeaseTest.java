package org.godwit.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.server.core.MailImpl;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.QueueAdmin.QueuedMail;
import org.godwit.store.queue.QueueAdmin.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LeaseTest {

  private Queues queues;

  @BeforeEach
  void open(Database database) {
    queues = new Queues(database);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private Lease leased(String mail, String... recipients) throws Exception {
    queues.put("spool", mail, recipients);
    return queues.lease("spool").orElseThrow();
  }

  @Test
  void whatAMailCausesComesOutWhenItSettles() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    lease.inside(() -> queues.put("outgoing", "child", "b@example.org"));

    assertThat(queues.content()).containsExactly("spool parent ACTIVE", "outgoing child HELD");
    assertThat(queues.lease("outgoing")).as("held").isEmpty();

    assertThat(lease.settle()).isTrue();
    assertThat(queues.content()).containsExactly("outgoing child READY");
    Lease child = queues.lease("outgoing").orElseThrow();
    assertThat(child.generation()).isEqualTo(1);
  }

  @Test
  void whatAFailedTryCausedIsGone() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    lease.inside(() -> queues.put("outgoing", "child", "b@example.org"));

    assertThat(lease.retry(Duration.ofHours(1), "no luck")).isTrue();

    assertThat(queues.content()).containsExactly("spool parent DELAYED");
    QueuedMail parent = queues.admin().list(Optional.of("spool"), 0, 10).getFirst();
    assertThat(parent.attempts()).isEqualTo(1);
    assertThat(parent.lastError()).contains("no luck");
  }

  @Test
  void mailThatIsEnqueuedOutsideIsNotHeld() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    lease.inside(() -> {});
    queues.put("outgoing", "other", "b@example.org");

    assertThat(lease.retry(Duration.ZERO, "no luck")).isTrue();
    assertThat(queues.content()).contains("outgoing other READY");
  }

  @Test
  void aPostponedMailReleasesWhatItCausedAndKeepsTheRest() throws Exception {
    Lease lease = leased("parent", "a@example.org", "b@example.org");
    MailImpl mail = lease.mail();
    mail.setRecipients(List.of(new org.apache.james.core.MailAddress("b@example.org")));
    lease.inside(() -> queues.put("spool", "report", "sender@example.org"));

    assertThat(lease.postpone(mail, Duration.ofHours(1), "try later")).isTrue();

    assertThat(queues.content()).containsExactly("spool parent DELAYED", "spool report READY");
    assertThat(queues.admin().list(Optional.empty(), 0, 1).getFirst().recipients())
        .containsExactly("b@example.org");
  }

  @Test
  void aSplitMailIsOneForEachRecipientWithTheSameOrigin() throws Exception {
    Lease lease = leased("parent", "a@example.org", "b@example.org");
    UUID origin = lease.origin();

    assertThat(lease.split(Duration.ZERO, "one of them")).isTrue();

    Lease first = queues.lease("spool").orElseThrow();
    Lease second = queues.lease("spool").orElseThrow();
    assertThat(queues.lease("spool")).isEmpty();
    assertThat(first.origin()).isEqualTo(origin);
    assertThat(second.origin()).isEqualTo(origin);
    assertThat(first.mail().getRecipients()).hasToString("[a@example.org]");
    assertThat(second.mail().getRecipients()).hasToString("[b@example.org]");
    assertThat(Queues.text(second.mail())).contains("text of parent");
  }

  @Test
  void aLostLeaseChangesNothing(Database database) throws Exception {
    Lease late = leased("parent", "a@example.org");
    late.inside(() -> queues.put("outgoing", "child of the first", "b@example.org"));
    execute(database, "UPDATE mail_queue SET lease_owner = NULL WHERE queue = 'spool'");
    Lease next = queues.lease("spool").orElseThrow();
    next.inside(() -> queues.put("outgoing", "child of the second", "b@example.org"));

    assertThat(late.settle()).isFalse();
    assertThat(late.retry(Duration.ZERO, "late")).isFalse();
    assertThat(late.quarantine("late")).isFalse();
    assertThat(late.split(Duration.ZERO, "late")).isFalse();
    assertThat(late.release(Duration.ZERO)).isFalse();
    assertThat(next.settle()).isTrue();

    assertThat(queues.content()).containsExactly("outgoing child of the second READY");
  }

  @Test
  void theLeasesOfASilentProcessAreFreedWithWhatTheyCaused(Database database) throws Exception {
    Lease lease = leased("parent", "a@example.org");
    lease.inside(() -> queues.put("outgoing", "child", "b@example.org"));
    queues.kill();
    execute(database, "UPDATE queue_node SET seen_at = now() - interval '1 minute'");

    try (Queues others = new Queues(database)) {
      assertThat(others.content()).containsExactly("spool parent READY");
      assertThat(others.lease("spool")).isPresent();
    }
  }

  @Test
  void theLeasesOfAnEndedProcessOfThisMachineAreFreedAtOnce(Database database) throws Exception {
    leased("parent", "a@example.org");
    queues.kill();
    long ended = new ProcessBuilder("true").start().onExit().get().pid();
    execute(database, "UPDATE queue_node SET pid = " + ended);

    try (Queues others = new Queues(database)) {
      assertThat(others.lease("spool")).isPresent();
    }
  }

  @Test
  void theLeasesOfALivingProcessStay(Database database) throws Exception {
    leased("parent", "a@example.org");
    try (Queues others = new Queues(database)) {
      assertThat(others.content()).containsExactly("spool parent ACTIVE");
      assertThat(others.lease("spool")).isEmpty();
    }
  }

  @Test
  void closingGivesLeasesBack(Database database) throws Exception {
    leased("parent", "a@example.org");
    queues.close();
    try (Queues others = new Queues(database)) {
      assertThat(others.lease("spool")).isPresent();
    }
  }

  @Test
  void anAdministratorReleasesAMailFromQuarantine() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    assertThat(lease.quarantine("cannot work")).isTrue();
    assertThat(queues.lease("spool")).isEmpty();
    assertThat(queues.admin().queues())
        .extracting(QueueAdmin.Queue::name, QueueAdmin.Queue::quarantined)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("spool", 1L));
    QueuedMail shown = queues.admin().get(lease.id()).orElseThrow();
    assertThat(shown.state()).isEqualTo(State.QUARANTINE);
    assertThat(shown.lastError()).contains("cannot work");
    assertThat(shown.sender()).contains("sender@example.org");

    assertThat(queues.admin().retry(lease.id())).isTrue();

    assertThat(queues.lease("spool").orElseThrow().attempts()).isZero();
  }

  @Test
  void anAdministratorDeletesAMailThatNobodyWorksOn() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    assertThat(queues.admin().delete(lease.id())).as("in work").isFalse();
    lease.release(Duration.ofHours(1));
    assertThat(queues.admin().delete(lease.id())).isTrue();
    assertThat(queues.content()).isEmpty();
  }

  @Test
  void anUnchangedMessageIsNotStoredAgain(Database database) throws Exception {
    Lease lease = leased("parent", "a@example.org");
    MailImpl mail = lease.mail();
    assertThat(mail.getMessage().getSubject()).isEqualTo("parent");
    assertThat(MessageBytes.of(mail.getMessage()).fresh()).isEmpty();
    lease.inside(() -> queues.queue("outgoing").enQueue(mail));
    lease.settle();

    assertThat(count(database, "SELECT count(*) FROM blob")).isEqualTo(1);
    Lease child = queues.lease("outgoing").orElseThrow();
    assertThat(Queues.text(child.mail())).isEqualTo(Queues.text(mail));
  }

  @Test
  void aChangedMessageIsStoredAsItIsNow() throws Exception {
    Lease lease = leased("parent", "a@example.org");
    MailImpl mail = lease.mail();
    mail.getMessage().addHeader("X-Seen", "yes");
    lease.inside(() -> queues.queue("outgoing").enQueue(mail));
    lease.settle();

    assertThat(Queues.text(queues.lease("outgoing").orElseThrow().mail()))
        .contains("X-Seen: yes")
        .contains("text of parent");
  }

  @Test
  void removingAHeaderThatIsNotThereIsNoChange() throws Exception {
    MailImpl mail = leased("parent", "a@example.org").mail();
    mail.getMessage().removeHeader("Bcc");
    assertThat(MessageBytes.of(mail.getMessage()).fresh()).isEmpty();
  }

  @Test
  void aWorkerGetsWhatIsThereAndWhatComes() throws Exception {
    queues.put("spool", "before", "a@example.org");
    Map<String, Integer> seen = new ConcurrentHashMap<>();
    try (LeasedQueue.Consumption work =
        queues.queue("spool").consume(2, lease -> settle(lease, seen))) {
      for (int i = 0; i < 50; i++) {
        queues.put("spool", "mail " + i, "a@example.org");
      }
      await().untilAsserted(() -> assertThat(seen).hasSize(51));
      await().untilAsserted(() -> assertThat(work.active()).isZero());
    }
    assertThat(seen.values()).containsOnly(1);
    assertThat(queues.content()).isEmpty();
  }

  private static void settle(Lease lease, Map<String, Integer> seen) {
    try {
      seen.merge(lease.mail().getName(), 1, Integer::sum);
      lease.settle();
    } catch (javax.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noMoreMailsAreInWorkThanWasAskedFor() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      queues.put("spool", "mail " + i, "a@example.org");
    }
    try (LeasedQueue.Consumption work =
        queues
            .queue("spool")
            .consume(
                3,
                lease -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  lease.settle();
                  now.decrementAndGet();
                })) {
      for (int i = 20; i < 40; i++) {
        queues.put("spool", "mail " + i, "a@example.org");
      }
      await().until(() -> queues.content().isEmpty());
      assertThat(work.active()).isLessThanOrEqualTo(3);
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void aWorkerThatThrowsHasItsMailTriedAgain() throws Exception {
    try (LeasedQueue.Consumption work =
        queues
            .queue("spool")
            .consume(
                1,
                lease -> {
                  throw new IllegalStateException("a bug");
                })) {
      queues.put("spool", "mail", "a@example.org");
      await()
          .untilAsserted(() -> assertThat(queues.content()).containsExactly("spool mail DELAYED"));
      assertThat(work.active()).isZero();
    }
  }

  @Test
  void aMailOfAnotherNodeIsTakenAtItsTime(Database database) throws Exception {
    try (Queues others = new Queues(database);
        LeasedQueue.Consumption work = queues.queue("spool").consume(1, Lease::settle)) {
      others.put("spool", "at once", "a@example.org");
      others.queue("spool").enQueue(Queues.mail("later", "a@example.org"), Duration.ofSeconds(2));
      await().atMost(Duration.ofSeconds(30)).until(() -> queues.content().isEmpty());
      assertThat(work.active()).isZero();
    }
  }

  @Test
  void aMailThatCannotBeUnderstoodSaysSo(Database database) throws Exception {
    queues.put("spool", "mail", "a@example.org");
    execute(database, "UPDATE mail_queue SET attributes = '{\"a\": 1}'");
    Lease lease = queues.lease("spool").orElseThrow();
    assertThatThrownBy(lease::mail).isInstanceOf(javax.mail.MessagingException.class);
  }

  private static void execute(Database database, String sql) {
    database.run(
        "preparing a test",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private static long count(Database database, String sql) {
    return database.run(
        "looking",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return first(statement.executeQuery(sql));
          }
        });
  }

  private static long first(ResultSet row) throws SQLException {
    row.next();
    return row.getLong(1);
  }
}
