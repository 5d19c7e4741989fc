package org.godwit.cluster.site;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The one secret that the sites of a cluster share. Every other one is made from it, in every site
 * the same, so that nothing has to be carried from site to site.
 */
public final class JoinToken {
  private static final int SHORTEST = 32;
  private static final byte[] SALT = "godwit join token 1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  private JoinToken(byte[] secret) {
    this.secret = secret;
  }

  /**
   * The token that somebody wrote down.
   *
   * @throws IllegalArgumentException when it is too short to be one
   */
  public static JoinToken of(String text) {
    if (text.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "a join token has " + SHORTEST + " characters or more; make one: godwit cluster token");
    }
    return new JoinToken(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A new one, as it is written down. */
  public static String random() {
    byte[] random = new byte[SHORTEST];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** What the token gives for one purpose; nothing is learned from it about another (5869 §3.2). */
  byte[] derive(String purpose, int length) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(new HKDFParameters(secret, SALT, purpose.getBytes(StandardCharsets.US_ASCII)));
    byte[] made = new byte[length];
    generator.generateBytes(made, 0, length);
    return made;
  }

  /** A password for one purpose, of letters and digits. */
  String password(String purpose) {
    return HexFormat.of().formatHex(derive("password " + purpose, 24));
  }

  @Override
  public String toString() {
    return "a join token"; // never the token
  }
}
