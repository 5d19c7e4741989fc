package org.godwit.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes of an app on a phone (RFC 6238): six digits of HMAC-SHA-1, another one every 30
 * seconds, which is all that the usual apps know.
 */
public final class Totp {
  private static final int SECRET = 20; // 4226 §4, R6: as long as the hash
  private static final int STEP = 30;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final int DRIFT = 1; // 6238 §5.2: one step for the way and the clock

  private Totp() {}

  /** A new secret. */
  public static byte[] secret() {
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /** The step in which this code is good now, the one before or the one after; empty is wrong. */
  public static OptionalLong step(byte[] secret, String code, Instant now) {
    byte[] given = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    long current = now.getEpochSecond() / STEP;
    for (long step = current - DRIFT; step <= current + DRIFT; step++) {
      if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.US_ASCII), given)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** The code of a moment. */
  public static String code(byte[] secret, Instant now) {
    return code(secret, now.getEpochSecond() / STEP);
  }

  private static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf; // 4226 §5.3: dynamic truncation
      int value = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
      return String.format(Locale.ROOT, "%0" + DIGITS + "d", value % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-1", e);
    }
  }
}
