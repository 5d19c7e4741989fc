package org.godwit.jmap.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.godwit.store.account.PushSubscriptions.Keys;

/** Encrypts what a push service passes on, so that only the client can read it (8291 §3). */
final class PushCipher {
  /** So much fits into the one record of 4096 octets that every push service takes (8291 §4). */
  static final int MOST_BYTES = 4096 - 16 - 4 - 1 - P256.LENGTH - 16 - 1;

  private static final int SALT = 16;
  private static final int RECORD = 4096;
  private static final int AUTH = 16;
  private static final int TAG_BITS = 128;
  private static final byte LAST_RECORD = 2;

  private final SecureRandom random = new SecureRandom();

  /** Whether these are keys: a point of the curve, and a secret of 16 octets. */
  static boolean fit(Keys keys) {
    try {
      P256.decode(keys.p256dh());
      return keys.auth().length == AUTH; // 8291 §3.2
    } catch (InvalidKeySpecException notOurs) {
      return false;
    }
  }

  /**
   * Encrypts with a key and a salt that are used once.
   *
   * @param text at most {@link #MOST_BYTES}
   */
  byte[] encrypt(Keys client, byte[] text) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return encrypt(client, text, generator.generateKeyPair(), salt);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has this, and the keys were checked", e);
    }
  }

  static byte[] encrypt(Keys client, byte[] text, KeyPair ours, byte[] salt)
      throws GeneralSecurityException {
    if (text.length > MOST_BYTES) {
      throw new IllegalArgumentException("more than a push service has to take");
    }
    byte[] ourPoint = P256.encode((ECPublicKey) ours.getPublic());
    byte[] key = secret(client, ours, ourPoint);
    byte[] pseudoRandom = hmac(salt, key); // 8188 §2.2
    byte[] contentKey = expand(pseudoRandom, "Content-Encoding: aes128gcm\0", new byte[0], 16);
    byte[] nonce = expand(pseudoRandom, "Content-Encoding: nonce\0", new byte[0], 12); // 8188 §2.3

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(contentKey, "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    byte[] padded = Arrays.copyOf(text, text.length + 1);
    padded[text.length] = LAST_RECORD;
    byte[] sealed = cipher.doFinal(padded);

    return ByteBuffer.allocate(SALT + Integer.BYTES + 1 + P256.LENGTH + sealed.length)
        .put(salt) // 8188 §2.1
        .putInt(RECORD)
        .put((byte) P256.LENGTH)
        .put(ourPoint)
        .put(sealed)
        .array();
  }

  /** What both sides know (8291 §3.4). */
  private static byte[] secret(Keys client, KeyPair ours, byte[] ourPoint)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(ours.getPrivate());
    agreement.doPhase(P256.decode(client.p256dh()), true);
    byte[] both = ByteBuffer.allocate(2 * P256.LENGTH).put(client.p256dh()).put(ourPoint).array();
    return expand(hmac(client.auth(), agreement.generateSecret()), "WebPush: info\0", both, 32);
  }

  /** HKDF-Expand for one block (RFC 5869, section 2.3). */
  private static byte[] expand(byte[] key, String label, byte[] info, int length)
      throws GeneralSecurityException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    input.writeBytes(info);
    input.write(1);
    return Arrays.copyOf(hmac(key, input.toByteArray()), length);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }
}
