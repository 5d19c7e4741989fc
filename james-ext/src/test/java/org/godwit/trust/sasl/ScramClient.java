package org.godwit.trust.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The client's side of SCRAM-SHA-256, written from RFC 5802 §3, for the tests of all doors. */
public final class ScramClient {

  private final String user;
  private final String password;
  private final String header;
  private final byte[] binding;
  private String bare;
  private String signed;
  private byte[] serverKey;

  /**
   * @param header the GS2 header: {@code n,,}, {@code y,,} or {@code p=tls-exporter,,}
   * @param binding channel binding data; empty without
   */
  public ScramClient(String user, String password, String header, byte[] binding) {
    this.user = user;
    this.password = password;
    this.header = header;
    this.binding = binding.clone();
  }

  public byte[] first(String nonce) {
    bare = "n=" + user + ",r=" + nonce;
    return (header + bare).getBytes(UTF_8);
  }

  public byte[] last(byte[] challenge) {
    String text = new String(challenge, UTF_8);
    String[] parts = text.split(",", 3);
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    int iterations = Integer.parseInt(parts[2].substring(2));
    ByteArrayOutputStream bound = new ByteArrayOutputStream();
    bound.writeBytes(header.getBytes(UTF_8));
    bound.writeBytes(binding);
    String bare = "c=" + Base64.getEncoder().encodeToString(bound.toByteArray()) + "," + parts[0];
    signed = this.bare + "," + text + "," + bare;
    byte[] salted = salted(password, salt, iterations);
    byte[] clientKey = ScramProof.hmac(salted, "Client Key");
    serverKey = ScramProof.hmac(salted, "Server Key");
    byte[] proof = ScramProof.hmac(ScramProof.sha256(clientKey), signed);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    return (bare + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
  }

  static byte[] salted(String password, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
          .getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  /** What the server must say to prove that it knows the keys. */
  public String verifier() {
    return "v=" + Base64.getEncoder().encodeToString(ScramProof.hmac(serverKey, signed));
  }
}
