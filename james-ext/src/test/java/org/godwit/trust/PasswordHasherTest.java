package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
  private final PasswordHasher hasher = new PasswordHasher();

  @Test
  void knowsThePasswordItHashedAndNoOther() {
    String hash = hasher.hash("correct horse");

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hasher.matches(hash, "correct horse")).isTrue();
    assertThat(hasher.matches(hash, "Correct horse")).isFalse();
    assertThat(hasher.matches(hash, "")).isFalse();
  }

  @Test
  void givesEachPasswordASaltOfItsOwn() {
    assertThat(hasher.hash("same")).isNotEqualTo(hasher.hash("same"));
  }

  /** Made by the reference implementation: argon2 somesalt -id -t 2 -m 16 -p 1 (its README). */
  @Test
  void readsWhatOthersMade() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(hasher.matches(reference, "password")).isTrue();
    assertThat(hasher.matches(reference, "passwort")).isFalse();
    assertThat(hasher.outdated(reference)).isTrue();
    assertThat(hasher.outdated(hasher.hash("new"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=19456,t=2,p=1$$"
      })
  void noPasswordMatchesWhatIsNoHash(String hash) {
    assertThat(hasher.matches(hash, "password")).isFalse();
  }

  @Test
  void refusesAnEmptyAndAnEndlessPassword() {
    assertThatThrownBy(() -> hasher.hash("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hasher.hash("x".repeat(1_025)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 4013 §3: the soft hyphen is mapped to nothing, and "ª" and "a" are one. */
  @Test
  void aPasswordIsTheSameHoweverAKeyboardComposesIt() {
    String hash = hasher.hash("I\u00ADX\u00AA");

    assertThat(hasher.matches(hash, "IXa")).isTrue();
  }

  @Test
  void aPasswordMayHoldLettersNewerThanSaslprep() {
    String whale = "my \uD83D\uDC0B secret";

    assertThat(hasher.matches(hasher.hash(whale), whale)).isTrue();
  }

  /** RFC 7677 §3: user "user", password "pencil". */
  @Test
  void makesTheKeysOfTheExampleInTheRfc() throws Exception {
    byte[] salt = java.util.Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramKeys keys = ScramKeys.derive("pencil", salt, 4_096);

    String auth =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,"
            + "i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(keys.serverKey(), "HmacSHA256"));
    byte[] signature = mac.doFinal(auth.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(signature))
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    java.util.Base64.getDecoder()
                        .decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")));
  }

  @Test
  void scramKeysKnowTheirPassword() {
    ScramKeys keys = ScramKeys.of("correct horse");

    assertThat(keys.matches("correct horse")).isTrue();
    assertThat(keys.matches("correct house")).isFalse();
    assertThat(keys.matches("")).isFalse();
    assertThat(keys.toString()).doesNotContain(HexFormat.of().formatHex(keys.storedKey()));
  }
}
