package org.godwit.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

  private static Challenges at(Duration later) {
    return new Challenges(new byte[32], Clock.fixed(START.plus(later), ZoneOffset.UTC));
  }

  @Test
  void oneIsGoodForSomeMinutes() {
    byte[] made = at(Duration.ZERO).make("x", "me");
    assertThat(at(Challenges.LIFE).isGood(made, "x", "me")).isTrue();
    assertThat(at(Challenges.LIFE.plusMillis(1)).isGood(made, "x", "me")).isFalse();
  }

  @Test
  void noTwoAreTheSame() {
    Challenges challenges = at(Duration.ZERO);
    assertThat(challenges.make("x", "me")).isNotEqualTo(challenges.make("x", "me"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 16, 23, 24, 55})
  void oneThatWasChangedIsNone(int at) {
    byte[] made = at(Duration.ZERO).make("x", "me");
    made[at] ^= 1;
    assertThat(at(Duration.ZERO).isGood(made, "x", "me")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"y, me", "x, you"})
  void oneIsForOnePurposeAndOneHolder(String purpose, String holder) {
    byte[] made = at(Duration.ZERO).make("x", "me");
    assertThat(at(Duration.ZERO).isGood(made, purpose, holder)).isFalse();
  }

  @Test
  void oneOfAnotherInstallationIsNone() {
    byte[] made = at(Duration.ZERO).make("x", "me");
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new Challenges(other, Clock.fixed(START, ZoneOffset.UTC)).isGood(made, "x", "me"))
        .isFalse();
    assertThat(at(Duration.ZERO).isGood(new byte[0], "x", "me")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https, mail.example.org, 443, https://mail.example.org",
    "https, Mail.Example.org, 8443, https://mail.example.org:8443",
    "http, localhost, 8080, http://localhost:8080",
    "https, localhost, -1, https://localhost"
  })
  void aSiteIsANameAndAnOrigin(String scheme, String host, int port, String origin) {
    assertThat(Site.of(scheme, host, port)).map(Site::origin).contains(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "", "a..b", "-a.example", "a_b.example"})
  void anAddressIsNoSite(String host) {
    assertThat(Site.of("https", host, 443)).isEmpty();
  }
}
