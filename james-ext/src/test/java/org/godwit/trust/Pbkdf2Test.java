package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java's own PBKDF2 is the judge. */
class Pbkdf2Test {

  @ParameterizedTest(name = "a password of {0} × {1}, {2} iterations")
  @CsvSource({
    "p, 1, 1",
    "p, 7, 4096",
    "ü, 32, 10",
    "p, 63, 2",
    "p, 64, 2",
    "p, 65, 2",
    "€, 341, 3"
  })
  void givesWhatJavaGives(String letter, int times, int iterations) throws Exception {
    String password = letter.repeat(times);
    byte[] salt = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
    assertThat(Pbkdf2.derive(password, salt, iterations))
        .isEqualTo(
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded());
  }
}
