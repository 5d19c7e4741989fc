package org.godwit.mailflow.outbound.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * One record about a certificate (6698 §2.1). Immutable.
 *
 * @param usage what is named: 2 one that vouches, 3 the server's own
 * @param selector of it: 0 all, 1 its public key
 * @param matching how it is told: 0 in full, 1 by SHA-256, 2 by SHA-512
 * @param data what is told, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody compares by identity: see equals
public record Tlsa(int usage, int selector, int matching, byte[] data) {
  static final int TRUST_ANCHOR = 2;
  static final int END_ENTITY = 3;

  /**
   * Whether a certificate can be held against it. Usages 0 and 1 need authorities that both sides
   * agree on, which mail servers do not (7672 §3.1.3).
   */
  public boolean usable() {
    boolean known = usage == TRUST_ANCHOR || usage == END_ENTITY;
    return known
        && switch (matching) {
          case 0 -> isWhole();
          case 1 -> data.length == 32 && hasKnownSelector();
          case 2 -> data.length == 64 && hasKnownSelector();
          default -> false;
        };
  }

  private boolean hasKnownSelector() {
    return selector == 0 || selector == 1;
  }

  private boolean isWhole() {
    return switch (selector) {
      case 0 -> certificate().isPresent();
      case 1 -> key().isPresent();
      default -> false;
    };
  }

  /** Whether it names this certificate, whatever it names it as. */
  boolean names(X509Certificate certificate) {
    try {
      byte[] selected =
          selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
      byte[] told =
          switch (matching) {
            case 0 -> selected;
            case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
            default -> MessageDigest.getInstance("SHA-512").digest(selected);
          };
      return MessageDigest.isEqual(told, data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot encode what it has read", e);
    }
  }

  /** The certificate that it has in full. */
  Optional<X509Certificate> certificate() {
    if (selector != 0 || matching != 0) {
      return Optional.empty();
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return Optional.of(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(data)));
    } catch (GeneralSecurityException notOne) {
      return Optional.empty();
    }
  }

  /** The key that it has in full. */
  Optional<PublicKey> key() {
    if (selector != 1 || matching != 0) {
      return Optional.empty();
    }
    try {
      String algorithm =
          SubjectPublicKeyInfo.getInstance(data).getAlgorithm().getAlgorithm().getId();
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(data)));
    } catch (GeneralSecurityException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tlsa(int u, int s, int m, byte[] d)
        && u == usage
        && s == selector
        && m == matching
        && Arrays.equals(d, data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  /** As in a zone file; data in full are cut. */
  @Override
  public String toString() {
    String told =
        matching == 0 ? Base64.getEncoder().encodeToString(data) : HexFormat.of().formatHex(data);
    String some = told.length() > 128 ? told.substring(0, 128) + "..." : told;
    return usage + " " + selector + " " + matching + " " + some;
  }
}
