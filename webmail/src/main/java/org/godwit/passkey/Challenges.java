package org.godwit.passkey;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Challenges that say by themselves that they are ours: random bytes, the time, and a code over
 * both, the purpose and the holder. That each is good once is for the store to see to. Safe for
 * many threads.
 */
final class Challenges {

  /** How long one is good. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final String MAC = "HmacSHA256";
  private static final int RANDOM = 16;
  private static final int TIME = 8;
  private static final int CODE = 32;

  private final byte[] key;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Challenges(byte[] key, Clock clock) {
    this.key = key.clone();
    this.clock = clock;
  }

  /**
   * A new one.
   *
   * @param purpose what may be answered with it
   * @param holder the only one that may answer it
   */
  byte[] make(String purpose, String holder) {
    byte[] fresh = new byte[RANDOM];
    random.nextBytes(fresh);
    byte[] open = ByteBuffer.allocate(RANDOM + TIME).put(fresh).putLong(clock.millis()).array();
    return ByteBuffer.allocate(RANDOM + TIME + CODE)
        .put(open)
        .put(code(open, purpose, holder))
        .array();
  }

  /** Whether it was made for this, and not too long ago. */
  boolean isGood(byte[] challenge, String purpose, String holder) {
    if (challenge.length != RANDOM + TIME + CODE) {
      return false;
    }
    byte[] open = Arrays.copyOf(challenge, RANDOM + TIME);
    byte[] code = Arrays.copyOfRange(challenge, RANDOM + TIME, challenge.length);
    long age = clock.millis() - ByteBuffer.wrap(open).getLong(RANDOM);
    return MessageDigest.isEqual(code, code(open, purpose, holder)) && age <= LIFE.toMillis();
  }

  private byte[] code(byte[] open, String purpose, String holder) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(open);
      mac.update((purpose + '\0' + holder).getBytes(StandardCharsets.UTF_8));
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + MAC, e);
    }
  }
}
