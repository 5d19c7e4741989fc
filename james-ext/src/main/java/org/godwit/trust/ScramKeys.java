package org.godwit.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server keeps to check SCRAM-SHA-256 (RFC 5802 §3, RFC 7677). It does not say the password,
 * but {@code storedKey} allows to try guesses at it: keep it as secret as a password hash.
 *
 * @param salt of this password alone
 * @param iterations of PBKDF2
 * @param storedKey 32 bytes, to check the client's proof
 * @param serverKey 32 bytes, to prove ourselves to the client
 */
@SuppressWarnings("ArrayRecordComponent") // never compared but by matches
public record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

  /**
   * What new keys are made with. One number for all accounts: a server that shows another for some
   * tells who has an account. (RFC 7677 §4 asks for 4,096 or more.)
   */
  public static final int ITERATIONS = 10_000;

  /** Bytes of a salt. */
  public static final int SALT = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Makes the keys of a new password. Costs some milliseconds.
   *
   * @throws IllegalArgumentException when the password is empty or too long
   */
  public static ScramKeys of(String password) {
    PasswordHasher.requireUsable(password);
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    return of(password, salt);
  }

  /** The same with a salt that is there already: a challenge with it fits several passwords. */
  public static ScramKeys of(String password, byte[] salt) {
    PasswordHasher.requireUsable(password);
    return derive(password, salt, ITERATIONS);
  }

  static ScramKeys derive(String password, byte[] salt, int iterations) {
    // 5802 §2.2: SaltedPassword := Hi(Normalize(password), salt, i)
    byte[] salted = Pbkdf2.derive(SaslPrep.prepare(password), salt, iterations);
    // 5802 §3: ClientKey := HMAC(SaltedPassword, "Client Key"), StoredKey := H(ClientKey)
    byte[] storedKey = sha256(hmac(salted, "Client Key"));
    // 5802 §3: ServerKey := HMAC(SaltedPassword, "Server Key")
    return new ScramKeys(salt, iterations, storedKey, hmac(salted, "Server Key"));
  }

  /** Whether this is the password that the keys were made of. */
  public boolean matches(String password) {
    return PasswordHasher.usable(password)
        && MessageDigest.isEqual(storedKey, derive(password, salt, iterations).storedKey);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "SCRAM-SHA-256 keys of " + iterations + " iterations";
  }
}
