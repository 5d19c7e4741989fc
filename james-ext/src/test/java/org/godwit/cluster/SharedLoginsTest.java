package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.trust.LoginNews;
import org.godwit.trust.LoginThrottle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A guesser gains nothing by asking several nodes, and nobody is locked out by that. */
@ExtendWith(PostgresExtension.class)
class SharedLoginsTest {
  private static final String ALICE = "alice@example.org";
  private static final String GUESSER = "203.0.113.9";
  private static final String DESK = "192.0.2.1";

  private final Instant now = Instant.now();
  private SharedNode north;
  private SharedNode south;

  /** What one node knows. */
  private record SharedNode(LoginThrottle throttle, SharedLogins shared) {
    static SharedNode of(Database database, Instant now) {
      LoginNews news = new LoginNews();
      return new SharedNode(
          new LoginThrottle(() -> now, news),
          new SharedLogins(database, UUID.randomUUID(), () -> true, news)); // told by hand
    }
  }

  @BeforeEach
  void start(Database database) {
    north = SharedNode.of(database, now);
    south = SharedNode.of(database, now);
  }

  @AfterEach
  void stop(Database database) {
    north.shared().close();
    south.shared().close();
    database.run(
        "forgetting logins",
        on -> {
          try (var truncate = on.prepareStatement("TRUNCATE login_news")) {
            return truncate.executeUpdate();
          }
        });
  }

  private void tell() {
    for (SharedNode node : List.of(north, south, north)) {
      node.shared().share();
    }
  }

  private static InetAddress ip(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  private static void fail(SharedNode node, String from, int times) throws UnknownHostException {
    for (int i = 0; i < times; i++) {
      node.throttle().admit(ip(from), ALICE);
    }
  }

  @Test
  void guessesAtAllNodesCountTogether() throws UnknownHostException {
    fail(north, GUESSER, 6);
    fail(south, GUESSER, 4);
    assertThat(north.throttle().admit(ip(GUESSER), ALICE)).as("6 here").isZero();
    tell();
    assertThat(south.throttle().admit(ip(GUESSER), ALICE)).as("11 in all").isPositive();
    assertThat(north.throttle().admit(ip(GUESSER), ALICE)).isPositive();
  }

  @Test
  void whoHasLoggedInAtOneNodeIsNotSlowedDownByOthersAtAnyNode() throws UnknownHostException {
    north.throttle().admit(ip(DESK), ALICE);
    north.throttle().succeeded(ip(DESK), ALICE);
    fail(north, GUESSER, 10);
    fail(south, GUESSER, 10);
    tell();
    assertThat(south.throttle().admit(ip("198.51.100.7"), ALICE)).as("a stranger").isPositive();
    assertThat(south.throttle().admit(ip(DESK), ALICE)).as("whom north knows").isZero();
  }

  @Test
  void whatWasTakenBackIsTakenBackEverywhere() throws UnknownHostException {
    fail(north, DESK, 10);
    tell();
    assertThat(south.throttle().admit(ip(DESK), ALICE)).isPositive();
    for (int i = 0; i < 10; i++) {
      north.throttle().undecided(ip(DESK), ALICE); // the database was away
    }
    tell();
    assertThat(south.throttle().admit(ip(DESK), ALICE)).isZero();
  }

  @Test
  void aNodeThatStartsKnowsWhatTheOthersCount(Database database) throws UnknownHostException {
    fail(north, GUESSER, 10);
    tell();
    SharedNode third = SharedNode.of(database, now);
    third.shared().share();
    assertThat(third.throttle().admit(ip(GUESSER), ALICE)).isGreaterThan(Duration.ZERO);
    third.shared().close();
  }
}
