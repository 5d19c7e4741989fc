package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final String ALICE = "alice@example.org";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LoginThrottle throttle = new LoginThrottle(() -> now);

  @Test
  void letsAPersonMistypeAFewTimes() {
    for (int i = 0; i < 10; i++) {
      assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isZero();
    }
  }

  @Test
  void eachFurtherGuessWaitsTwiceAsLong() {
    exhaust("192.0.2.1", 10);
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isEqualTo(Duration.ofSeconds(1));
    now = now.plusSeconds(1);
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isZero();
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void askingWhileWaitingDoesNotMakeTheWaitLonger() {
    exhaust("192.0.2.1", 10);
    for (int i = 0; i < 100; i++) {
      throttle.admit(ip("192.0.2.1"), ALICE);
    }
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anAccountIsGuardedAgainstManyAddresses() {
    for (int i = 0; i < 10; i++) {
      assertThat(throttle.admit(ip("198.51.100." + i), ALICE)).isZero();
    }
    assertThat(throttle.admit(ip("203.0.113.7"), ALICE)).isPositive();
    assertThat(throttle.admit(ip("203.0.113.7"), "bob@example.org")).isZero();
  }

  @Test
  void anAddressIsSlowedDownAcrossAccounts() {
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.admit(ip("192.0.2.1"), "user" + i + "@example.org")).isZero();
    }
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isPositive();
    assertThat(throttle.admit(ip("192.0.2.2"), ALICE)).isZero();
  }

  @Test
  void oneCustomerOfIpv6IsOneAddress() {
    for (int i = 0; i < 20; i++) {
      throttle.admit(ip("2001:db8:1:2::" + Integer.toHexString(i)), "user" + i + "@example.org");
    }
    assertThat(throttle.admit(ip("2001:db8:1:2:ffff::1"), ALICE)).isPositive();
    assertThat(throttle.admit(ip("2001:db8:1:3::1"), ALICE)).isZero();
  }

  @Test
  void nobodyLocksAUserOutFromElsewhere() {
    throttle.admit(ip("192.0.2.1"), ALICE);
    throttle.succeeded(ip("192.0.2.1"), ALICE);
    for (int i = 0; i < 200; i++) {
      throttle.admit(ip("198.51.100." + i), ALICE);
    }
    assertThat(throttle.admit(ip("203.0.113.7"), ALICE)).as("a stranger").isPositive();
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).as("the user").isZero();
  }

  @Test
  void nobodyLocksAUserOutFromTheSameOffice() {
    throttle.admit(ip("192.0.2.1"), ALICE);
    throttle.succeeded(ip("192.0.2.1"), ALICE);
    for (int i = 0; i < 200; i++) {
      throttle.admit(ip("192.0.2.1"), "user" + i + "@example.org");
    }
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isZero();
  }

  @Test
  void aKnownAddressCannotGuessForEverEither() {
    throttle.admit(ip("192.0.2.1"), ALICE);
    throttle.succeeded(ip("192.0.2.1"), ALICE);
    exhaust("192.0.2.1", 10);
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isPositive();
  }

  @Test
  void anAccountOfOnesOwnDoesNotClearARecord() {
    for (int i = 0; i < 20; i++) {
      throttle.admit(ip("192.0.2.1"), "user" + i + "@example.org");
      throttle.admit(ip("192.0.2.1"), "mallory@example.org");
      throttle.succeeded(ip("192.0.2.1"), "mallory@example.org");
    }
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isPositive();
  }

  @Test
  void aDatabaseThatIsAwayCountsForNobody() {
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isZero();
      throttle.undecided(ip("192.0.2.1"), ALICE);
    }
  }

  @Test
  void failuresAreForgottenAfterAQuietHour() {
    exhaust("192.0.2.1", 10);
    now = now.plus(Duration.ofMinutes(61));
    exhaust("192.0.2.1", 10);
    assertThat(throttle.admit(ip("192.0.2.1"), ALICE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theCaseOfANameMakesNoOtherAccount() {
    exhaust("192.0.2.1", 10);
    assertThat(throttle.admit(ip("203.0.113.7"), "ALICE@Example.ORG")).isPositive();
  }

  private void exhaust(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(throttle.admit(ip(address), ALICE)).isZero();
    }
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
