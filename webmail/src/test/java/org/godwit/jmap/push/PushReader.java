package org.godwit.jmap.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** A client that gets pushes: reads what was encrypted for it, with another library's HKDF. */
public final class PushReader {
  private final byte[] point;
  private final PrivateKey key;
  private final byte[] auth;

  PushReader(byte[] point, PrivateKey key, byte[] auth) {
    this.point = point.clone();
    this.key = key;
    this.auth = auth.clone();
  }

  /** One with new keys. */
  public static PushReader fresh() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    byte[] auth = new byte[16];
    new java.security.SecureRandom().nextBytes(auth);
    return new PushReader(P256.encode((ECPublicKey) pair.getPublic()), pair.getPrivate(), auth);
  }

  /** What a subscription says. */
  public String p256dh() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
  }

  public String auth() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(auth);
  }

  /** Reads a message of one record. */
  public byte[] read(byte[] message) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(message);
    byte[] salt = new byte[16];
    in.get(salt);
    in.getInt();
    byte[] theirs = new byte[in.get()];
    in.get(theirs);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);

    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(key);
    agreement.doPhase(P256.decode(theirs), true);
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes("WebPush: info\0".getBytes(StandardCharsets.US_ASCII));
    info.writeBytes(point);
    info.writeBytes(theirs);
    byte[] secret = hkdf(auth, agreement.generateSecret(), info.toByteArray(), 32);
    byte[] contentKey = hkdf(salt, secret, label("aes128gcm"), 16);
    byte[] nonce = hkdf(salt, secret, label("nonce"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(contentKey, "AES"),
        new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(sealed);
    int end = padded.length - 1;
    while (padded[end] == 0) {
      end--;
    }
    if (padded[end] != 2) {
      throw new IllegalStateException("not the last record");
    }
    return Arrays.copyOf(padded, end);
  }

  private static byte[] label(String name) {
    return ("Content-Encoding: " + name + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hkdf(byte[] salt, byte[] secret, byte[] info, int length) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, salt, info));
    byte[] out = new byte[length];
    generator.generateBytes(out, 0, length);
    return out;
  }
}
