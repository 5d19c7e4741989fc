package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.Username;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes know of each other, and notice when one is gone. */
@ExtendWith(PostgresExtension.class)
class MembershipTest {
  private static final Username ALICE = Username.of("alice@example.test");

  private static Membership join(Database database, String site) {
    return Membership.join(database, Node.ours(site, "mail.example.test", "1"), true);
  }

  private static List<String> alive(Membership membership) {
    return membership.nodes().stream()
        .filter(Membership.Seen::alive)
        .map(seen -> seen.node().site())
        .toList();
  }

  @Test
  void twoNodesSeeEachOtherUntilOneLeaves(Database database) {
    try (Membership first = join(database, "berlin")) {
      assertThat(first.alone()).isTrue();
      AtomicInteger joins = new AtomicInteger();
      first.onJoin(joins::incrementAndGet);
      try (Membership second = join(database, "paris")) {
        assertThat(second.alone()).isFalse();
        assertThat(first.alone()).as("when the second begins to work").isFalse();
        assertThat(joins).hasValue(1);
        assertThat(alive(first)).containsExactly("berlin", "paris");
      }
      await().atMost(Duration.ofSeconds(30)).until(first::alone);
      assertThat(alive(first)).containsExactly("berlin");
    }
  }

  @Test
  void aSilentNodeCountsNoMoreAndIsStillShown(Database database) {
    try (Membership first = join(database, "berlin")) {
      Membership second = join(database, "paris");
      second.abandon();

      await().atMost(Duration.ofSeconds(30)).until(first::alone);

      assertThat(alive(first)).containsExactly("berlin");
      assertThat(first.nodes()).hasSize(2);
    }
  }

  @Test
  void aMaildropIsOpenOnOneNodeOnly(Database database) {
    try (Membership first = join(database, "berlin")) {
      MaildropLocks here = new MaildropLocks(database, first);
      assertThat(here.take(ALICE)).as("while it is alone").isTrue();
      try (Membership second = join(database, "paris")) {
        MaildropLocks there = new MaildropLocks(database, second);
        assertThat(there.take(ALICE)).as("open before this node came").isFalse();

        here.release(ALICE);
        assertThat(there.take(ALICE)).isTrue();
        assertThat(here.take(ALICE)).isFalse();

        there.release(ALICE);
        assertThat(here.take(ALICE)).isTrue();
      }
    }
  }

  @Test
  void aDeadNodeLocksNoMaildrop(Database database) {
    try (Membership first = join(database, "berlin")) {
      Membership second = join(database, "paris");
      assertThat(new MaildropLocks(database, second).take(ALICE)).isTrue();
      second.abandon();
      MaildropLocks here = new MaildropLocks(database, first);

      await().atMost(Duration.ofSeconds(30)).until(() -> here.take(ALICE));
    }
  }

  @Test
  void aNodeAloneAsksTheDatabaseForNoLock() throws Exception {
    try (CountedDatabase counted = new CountedDatabase();
        Membership alone = join(counted.database(), "")) {
      MaildropLocks locks = new MaildropLocks(counted.database(), alone);
      counted.clear();

      locks.take(ALICE);
      locks.release(ALICE);

      assertThat(counted.statements()).noneMatch(sql -> sql.contains("open_maildrop"));
    }
  }

  @Test
  void afterATimeWithoutTheDatabaseNobodyIsTakenForDead(Database database) {
    try (Membership first = join(database, "berlin");
        Membership second = join(database, "paris")) {
      second.abandon();
      // As if both had been without it for a minute, and this one were the first to be back.
      database.run(
          "turning clocks back",
          on -> {
            try (Statement statement = on.createStatement()) {
              return statement.executeUpdate(
                  "UPDATE cluster_node SET seen_at = now() - interval '1 minute'");
            }
          });
      first.interrupted();
      first.beatNow();

      assertThat(first.alone()).isFalse();
    }
  }
}
