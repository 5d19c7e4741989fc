package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of SCRAM-SHA-256 (RFC 5802 §3), and keys for users who do not exist: the same for
 * the same name as long as the server runs, so that asking twice tells nothing.
 */
final class ScramKeys {

  private static final int SALT_BYTES = 16;

  private final byte[] key;
  private final int iterations;

  /**
   * @param key random, known to this server only
   * @param iterations as real accounts have
   */
  ScramKeys(byte[] key, int iterations) {
    this.key = key.clone();
    this.iterations = iterations;
  }

  /** Keys that no password fits. */
  ScramSecret of(String user) {
    byte[] bytes = hmac(key, user.toLowerCase(Locale.ROOT));
    return new ScramSecret(user, Arrays.copyOf(bytes, SALT_BYTES), iterations, bytes, bytes);
  }

  static ScramSecret derive(String user, String password, byte[] salt, int iterations) {
    byte[] salted = salted(password, salt, iterations);
    return new ScramSecret(
        user, salt, iterations, sha256(hmac(salted, "Client Key")), hmac(salted, "Server Key"));
  }

  static byte[] salted(String password, byte[] salt, int iterations) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has PBKDF2 with SHA-256", missing);
    }
  }

  static boolean proves(ScramSecret secret, String signed, byte[] proof) {
    byte[] signature = hmac(secret.storedKey(), signed);
    if (proof.length != signature.length) {
      return false;
    }
    byte[] clientKey = new byte[proof.length];
    for (int i = 0; i < proof.length; i++) {
      clientKey[i] = (byte) (proof[i] ^ signature[i]);
    }
    return MessageDigest.isEqual(sha256(clientKey), secret.storedKey());
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", missing);
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
