package org.godwit.trust.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** How a header is signed. SHA-1 is not among them: 8301 §3.1. */
public enum DkimAlgorithm {
  /** 6376 §3.3.2; keys of 2048 bits. */
  RSA("rsa", "RSA", "SHA256withRSA"),
  /** 8463 §3. */
  ED25519("ed25519", "Ed25519", "Ed25519");

  /** 8301 §3.2: shorter keys "MUST NOT" be thought valid. */
  private static final int LEAST_BITS = 1024;

  private static final int MOST_BITS = 4096;
  private static final int MOST_EXPONENT_BITS = 64; // a long one is an hour of our time
  private static final int OURS_BITS = 2048;

  /** What stands before the 32 octets of an Ed25519 key in its X.509 form (8410 §4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String tag;
  private final String keys;
  private final String signatures;

  DkimAlgorithm(String tag, String keys, String signatures) {
    this.tag = tag;
    this.keys = keys;
    this.signatures = signatures;
  }

  /** What "k=" of a key record says. */
  public String tag() {
    return tag;
  }

  /** What "a=" of a signature says. */
  public String signatureTag() {
    return tag + "-sha256";
  }

  static Optional<DkimAlgorithm> ofSignature(String tag) {
    return Arrays.stream(values()).filter(each -> each.signatureTag().equals(tag)).findFirst();
  }

  /** A new key pair. */
  public KeyPair make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
      if (this == RSA) {
        generator.initialize(OURS_BITS);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + keys, e);
    }
  }

  /**
   * A key pair that was kept.
   *
   * @param priv PKCS #8
   * @param pub X.509
   */
  public KeyPair pair(byte[] priv, byte[] pub) throws InvalidKeySpecException {
    KeyFactory factory = factory();
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(pub)),
        factory.generatePrivate(new PKCS8EncodedKeySpec(priv)));
  }

  private KeyFactory factory() {
    try {
      return KeyFactory.getInstance(keys);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + keys, e);
    }
  }

  /** "p=" of a key record. */
  public String published(PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] published =
        this == ED25519 // 8463 §4.2: the key alone
            ? Arrays.copyOfRange(encoded, ED25519_PREFIX.length, encoded.length)
            : encoded;
    return Base64.getEncoder().encodeToString(published);
  }

  /**
   * The key that "p=" says.
   *
   * @throws DkimProblem when it is none, or none that we would use
   */
  PublicKey read(byte[] published) throws DkimProblem {
    try {
      if (this == RSA) {
        return usable(factory().generatePublic(new X509EncodedKeySpec(published)));
      }
      if (published.length != 32) {
        throw DkimProblem.permanent("the key has a wrong length");
      }
      byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + published.length);
      System.arraycopy(published, 0, encoded, ED25519_PREFIX.length, published.length);
      return factory().generatePublic(new X509EncodedKeySpec(encoded));
    } catch (InvalidKeySpecException e) {
      throw DkimProblem.permanent("the key cannot be read");
    }
  }

  private static PublicKey usable(PublicKey key) throws DkimProblem {
    if (!(key instanceof RSAPublicKey rsa)) {
      throw DkimProblem.permanent("the key is not an RSA key");
    }
    BigInteger modulus = rsa.getModulus();
    if (modulus.bitLength() < LEAST_BITS) {
      throw DkimProblem.permanent("the key is too short");
    }
    if (modulus.bitLength() > MOST_BITS
        || rsa.getPublicExponent().bitLength() > MOST_EXPONENT_BITS) {
      throw DkimProblem.permanent("the key is too long");
    }
    return key;
  }

  byte[] sign(PrivateKey key, byte[] header) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(signatures);
    signature.initSign(key);
    signature.update(signedBytes(header));
    return signature.sign();
  }

  boolean verify(PublicKey key, byte[] header, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(signatures);
      signature.initVerify(key);
      signature.update(signedBytes(header));
      return signature.verify(signed);
    } catch (GeneralSecurityException notOne) { // a wrong length, for instance
      return false;
    }
  }

  /** 8463 §3: Ed25519 signs the hash as if it were the message. */
  private byte[] signedBytes(byte[] header) {
    return this == ED25519 ? BodyHash.sha256().digest(header) : header;
  }
}
