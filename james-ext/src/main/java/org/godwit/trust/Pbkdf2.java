package org.godwit.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * PBKDF2 (8018 §5.2) with HMAC-SHA-256, as long as one hash: what SCRAM calls Hi.
 *
 * <p>Java has it too, but hashes both keys of the HMAC anew for each iteration, four blocks for our
 * two: an import of 10,000 accounts would take three times as long.
 */
final class Pbkdf2 {

  private static final int BLOCK = 64; // of SHA-256
  private static final byte[] FIRST = {0, 0, 0, 1};

  private final MessageDigest inner;
  private final MessageDigest outer;

  private Pbkdf2(byte[] password) {
    byte[] key =
        Arrays.copyOf(password.length > BLOCK ? sha256().digest(password) : password, BLOCK);
    inner = begun(key, 0x36); // 2104 §2: ipad
    outer = begun(key, 0x5c); // 2104 §2: opad
    Arrays.fill(key, (byte) 0);
  }

  static byte[] derive(String password, byte[] salt, int iterations) {
    Pbkdf2 prf = new Pbkdf2(password.getBytes(StandardCharsets.UTF_8));
    byte[] step = prf.hmac(salt, FIRST);
    byte[] sum = step.clone();
    for (int i = 1; i < iterations; i++) {
      step = prf.hmac(step);
      for (int at = 0; at < sum.length; at++) {
        sum[at] ^= step[at];
      }
    }
    return sum;
  }

  private byte[] hmac(byte[]... parts) {
    MessageDigest first = copy(inner);
    for (byte[] part : parts) {
      first.update(part);
    }
    return copy(outer).digest(first.digest());
  }

  private static MessageDigest begun(byte[] key, int pad) {
    byte[] padded = new byte[BLOCK];
    for (int at = 0; at < BLOCK; at++) {
      padded[at] = (byte) (key[at] ^ pad);
    }
    MessageDigest digest = sha256();
    digest.update(padded);
    return digest;
  }

  private static MessageDigest copy(MessageDigest begun) {
    try {
      return (MessageDigest) begun.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("Java's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
