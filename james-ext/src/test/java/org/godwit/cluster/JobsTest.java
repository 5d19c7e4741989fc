package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job is one node's, and moves on when that node dies. */
@ExtendWith(PostgresExtension.class)
class JobsTest {
  private static final Duration SHORT = Duration.ofMillis(600);

  private final List<Jobs> nodes = new ArrayList<>();

  private Jobs node(Database database) {
    Jobs jobs = new Jobs(database, Node.ours("", "host", "test"), SHORT);
    nodes.add(jobs);
    return jobs;
  }

  @AfterEach
  void stop() {
    nodes.forEach(Jobs::close);
  }

  @Test
  void ofManyNodesOneDoesIt(Database database) {
    AtomicInteger times = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      node(database)
          .schedule(
              "sweep",
              Duration.ZERO,
              Duration.ofMillis(50),
              () -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                times.incrementAndGet();
                pause(20);
                atOnce.decrementAndGet();
              });
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> times.get() >= 10);
    assertThat(most).hasValue(1);
  }

  @Test
  void whatWasDoneIsDueForAllOnlyAfterItsTime(Database database) {
    AtomicInteger times = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      JobLease lease = new JobLease(database, Node.ours("", "h", "t").id(), "rare", SHORT);
      lease
          .take(Duration.ofHours(1))
          .ifPresent(
              token -> {
                times.incrementAndGet();
                lease.end(token, true);
              });
    }
    assertThat(times).hasValue(1);
  }

  @Test
  void whatIsDoneNowIsNotDoneBesideIt(Database database) {
    AtomicInteger times = new AtomicInteger();
    boolean done =
        node(database)
            .alone(
                "order",
                () -> {
                  times.incrementAndGet();
                  assertThat(node(database).alone("order", times::incrementAndGet)).isFalse();
                });
    assertThat(done).isTrue();
    assertThat(times).hasValue(1);
    assertThat(node(database).alone("order", times::incrementAndGet)).isTrue();
  }

  @Test
  void whatIsDoneNowGoesOnElsewhereSoonAfterItsNodeDied(Database database) {
    JobLease dead = new JobLease(database, Node.ours("", "h", "t").id(), "order", SHORT);
    assertThat(dead.take(Duration.ZERO)).isPresent(); // and is never heard of again
    Jobs next = node(database);
    await().atMost(Duration.ofSeconds(30)).until(() -> next.alone("order", () -> pause(1)));
  }

  @Test
  void itMovesOnWhenItsNodeDiesInTheMiddle(Database database) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    JobLease dead = new JobLease(database, Node.ours("", "h", "t").id(), "sweep", SHORT);
    assertThat(dead.take(Duration.ofHours(1))).isPresent(); // and is never heard of again

    node(database).schedule("sweep", Duration.ZERO, Duration.ofMillis(100), begun::countDown);

    assertThat(begun.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoLostItIsInterruptedAndHasNotDoneIt(Database database) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    node(database)
        .schedule(
            "sweep",
            Duration.ZERO,
            Duration.ofHours(1),
            () -> {
              begun.countDown();
              if (!pause(60_000)) {
                interrupted.countDown();
              }
            });
    begun.await();

    database.run(
        "being another node",
        on -> {
          try (var statement = on.createStatement()) {
            return statement.executeUpdate("UPDATE job_lease SET token = token + 1");
          }
        });

    assertThat(interrupted.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(isDone(database)).isFalse();
  }

  @Test
  void itIsKeptForLongerThanItsLeaseWhileItIsDone(Database database) {
    AtomicInteger times = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      node(database)
          .schedule(
              "long",
              Duration.ZERO,
              Duration.ofHours(1),
              () -> {
                times.incrementAndGet();
                pause(SHORT.multipliedBy(3).toMillis());
              });
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> isDone(database));
    assertThat(times).hasValue(1);
  }

  @Test
  void aFailureLeavesItDue(Database database) {
    AtomicInteger times = new AtomicInteger();
    node(database)
        .schedule(
            "fails",
            Duration.ZERO,
            Duration.ofMillis(50),
            () -> {
              if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
              }
            });
    await().atMost(Duration.ofSeconds(30)).until(() -> isDone(database));
  }

  @Test
  void aDutyIsOneNodesUntilItLeaves(Database database) {
    Jobs first = node(database);
    Duty held = first.hold("push");
    await().atMost(Duration.ofSeconds(30)).until(held::isOurs);
    Duty waiting = node(database).hold("push");
    await()
        .during(SHORT.multipliedBy(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> held.isOurs() && !waiting.isOurs());

    first.close();

    assertThat(held.isOurs()).isFalse();
    await().atMost(Duration.ofSeconds(30)).until(waiting::isOurs);
  }

  @Test
  void aDutyMovesOnWhenItsNodeDies(Database database) {
    Jobs first = node(database);
    Duty held = first.hold("push");
    await().atMost(Duration.ofSeconds(30)).until(held::isOurs);
    Duty next = node(database).hold("push");

    first.abandon();

    await().atMost(Duration.ofSeconds(30)).until(next::isOurs);
    assertThat(held.isOurs()).as("a dead node's word").isFalse();
  }

  /** False when it was interrupted. */
  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isDone(Database database) {
    return database.run(
        "looking at jobs",
        on -> {
          try (var statement = on.createStatement();
              var row =
                  statement.executeQuery(
                      "SELECT count(*) FROM job_lease WHERE done_at > '-infinity'")) {
            row.next();
            return row.getInt(1) > 0;
          }
        });
  }
}
