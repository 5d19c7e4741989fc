package org.godwit.cluster.site;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECNamedCurveSpec;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The authority that vouches for the sites of one cluster. Its key is made from the join token, the
 * same in every site: so each signs its own certificate, and all believe each other's. ECDSA on
 * P-256, because PostgreSQL cannot bind a password to a connection with Ed25519.
 */
final class SiteAuthority {
  private static final String CURVE = "secp256r1";
  private static final X500Name NAME = new X500Name("CN=Godwit cluster");
  private static final Instant EVER_SINCE = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FOR_EVER = Instant.parse("2120-01-01T00:00:00Z");
  private static final Duration VALID = Duration.ofDays(3650); // signed anew at each start

  private final PrivateKey key;
  private final PublicKey publicKey;

  private SiteAuthority(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  static SiteAuthority of(JoinToken token) {
    ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec(CURVE);
    // 48 octets, so that no number of the curve's 256 bits is likelier than another (FIPS 186-5,
    // A.2.1).
    BigInteger number =
        new BigInteger(1, token.derive("authority", 48))
            .mod(curve.getN().subtract(BigInteger.ONE))
            .add(BigInteger.ONE);
    var point = curve.getG().multiply(number).normalize();
    ECNamedCurveSpec parameters =
        new ECNamedCurveSpec(CURVE, curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    ECPoint place =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      return new SiteAuthority(
          keys.generatePrivate(new ECPrivateKeySpec(number, parameters)),
          keys.generatePublic(new ECPublicKeySpec(place, parameters)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java does no P-256", e);
    }
  }

  /**
   * A new key with a certificate for a site.
   *
   * @param host where other sites reach it
   */
  SiteIdentity identity(String site, String host) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      KeyPair pair = generator.generateKeyPair();
      return new SiteIdentity(pair.getPrivate(), sign(site, host, pair.getPublic()), root());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate of a site cannot be made", e);
    }
  }

  private X509Certificate root()
      throws GeneralSecurityException, IOException, OperatorCreationException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                NAME, BigInteger.ONE, Date.from(EVER_SINCE), Date.from(FOR_EVER), NAME, publicKey)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .addExtension(
                Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(publicKey));
    return signed(builder);
  }

  private X509Certificate sign(String site, String host, PublicKey theirs)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(now.minus(Duration.ofDays(1))), // for sites whose clock is late
                Date.from(now.plus(VALID)),
                new X500Name("CN=" + site),
                theirs)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
            .addExtension(Extension.subjectAlternativeName, false, names(site, host))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                ids.createAuthorityKeyIdentifier(publicKey));
    return signed(builder);
  }

  private X509Certificate signed(X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static GeneralNames names(String site, String host) {
    boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
    return new GeneralNames(
        List.of(
                new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host),
                new GeneralName(GeneralName.dNSName, site),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(
                    GeneralName.iPAddress, InetAddress.getLoopbackAddress().getHostAddress()))
            .toArray(GeneralName[]::new));
  }
}
