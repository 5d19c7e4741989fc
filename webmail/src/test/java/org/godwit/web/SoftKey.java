package org.godwit.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * An authenticator with one passkey, which does what a test says, be it what no honest one would:
 * WebAuthn §6.1, §6.5. Keys are ES256.
 */
final class SoftKey {
  private static final int PRESENT = 1;
  private static final int VERIFIED = 4;
  private static final int WITH_KEY = 0x40;

  private final KeyPair keys;
  private final byte[] id = new byte[32];

  String origin;
  String site = "localhost";
  String handle = "";
  boolean verifies = true;
  long counter;

  SoftKey(String origin) throws GeneralSecurityException {
    this.origin = origin;
    KeyPairGenerator maker = KeyPairGenerator.getInstance("EC");
    maker.initialize(new ECGenParameterSpec("secp256r1"));
    keys = maker.generateKeyPair();
    new SecureRandom().nextBytes(id);
  }

  String id() {
    return text(id);
  }

  /** Answers {@code navigator.credentials.create}. */
  String create(JsonNode options) throws GeneralSecurityException {
    handle = options.at("/user/id").asText();
    byte[] client = client("webauthn.create", options);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(data(WITH_KEY));
    data.writeBytes(new byte[16]); // no model
    data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
    data.writeBytes(id);
    data.writeBytes(publicKey());
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(new byte[] {(byte) 0xa3, 0x63});
    object.writeBytes(ascii("fmt"));
    object.write(0x64);
    object.writeBytes(ascii("none"));
    object.write(0x67);
    object.writeBytes(ascii("attStmt"));
    object.writeBytes(new byte[] {(byte) 0xa0, 0x68});
    object.writeBytes(ascii("authData"));
    object.writeBytes(new byte[] {0x58, (byte) data.size()});
    object.writeBytes(data.toByteArray());
    return credential(
        "\"clientDataJSON\":\"%s\",\"attestationObject\":\"%s\""
            .formatted(text(client), text(object.toByteArray())));
  }

  /** Answers {@code navigator.credentials.get}. */
  String get(JsonNode options) throws GeneralSecurityException {
    byte[] client = client("webauthn.get", options);
    byte[] data = data(0);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(data);
    signature.update(sha256(client));
    return credential(
        "\"clientDataJSON\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\",\"userHandle\":\"%s\""
            .formatted(text(client), text(data), text(signature.sign()), handle));
  }

  private String credential(String response) {
    return ("{\"id\":\"%1$s\",\"rawId\":\"%1$s\",\"type\":\"public-key\","
            + "\"clientExtensionResults\":{},\"response\":{%2$s}}")
        .formatted(text(id), response);
  }

  private byte[] client(String type, JsonNode options) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, options.get("challenge").asText(), origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] data(int more) throws GeneralSecurityException {
    return ByteBuffer.allocate(37)
        .put(sha256(ascii(site)))
        .put((byte) (PRESENT | (verifies ? VERIFIED : 0) | more))
        .putInt((int) counter)
        .array();
  }

  /** A COSE key (RFC 9053 §7.1.1). */
  private byte[] publicKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    ByteArrayOutputStream cose = new ByteArrayOutputStream();
    cose.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
    cose.writeBytes(coordinate(key.getW().getAffineX()));
    cose.writeBytes(new byte[] {0x22, 0x58, 0x20});
    cose.writeBytes(coordinate(key.getW().getAffineY()));
    return cose.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] whole = new byte[32];
    int length = Math.min(bytes.length, whole.length);
    System.arraycopy(bytes, bytes.length - length, whole, whole.length - length, length);
    return whole;
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
