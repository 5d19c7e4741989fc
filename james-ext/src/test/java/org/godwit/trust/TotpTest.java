package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One-time codes, by the examples of RFC 6238 (appendix B, the last six digits). */
class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @Test
  void givesTheCodesOfTheStandard() {
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(1111111109))).isEqualTo("081804");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(1234567890))).isEqualTo("005924");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(20000000000L))).isEqualTo("353130");
  }

  @Test
  void takesACodeOneStepEarlyOrLateAndNoFurther() {
    Instant now = Instant.ofEpochSecond(1_000_000_000);
    String code = Totp.code(SECRET, now);
    assertThat(Totp.step(SECRET, code, now.plusSeconds(30))).hasValue(1_000_000_000 / 30);
    assertThat(Totp.step(SECRET, code, now.minusSeconds(30))).hasValue(1_000_000_000 / 30);
    assertThat(Totp.step(SECRET, code, now.plusSeconds(61))).isEmpty();
    assertThat(Totp.step(SECRET, code, now.minusSeconds(61))).isEmpty();
  }

  @Test
  void takesNothingElse() {
    Instant now = Instant.ofEpochSecond(1_000_000_000);
    for (String odd : new String[] {"", "0", "12345", "1234567", "abcdef", "x".repeat(10_000)}) {
      assertThat(Totp.step(SECRET, odd, now)).isEmpty();
    }
    String code = Totp.code(SECRET, now);
    assertThat(Totp.step(SECRET, code.substring(0, 3) + " " + code.substring(3), now)).isPresent();
  }
}
