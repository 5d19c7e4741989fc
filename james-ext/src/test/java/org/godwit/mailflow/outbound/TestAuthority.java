package org.godwit.mailflow.outbound;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that nobody knows, and what it vouches for. */
final class TestAuthority {
  private static final X500Name NAME = new X500Name("CN=An authority");

  private final KeyPair keys;
  final X509Certificate certificate;

  TestAuthority() throws Exception {
    keys = keys();
    certificate = certificate(NAME, NAME, keys, keys.getPrivate(), true, Duration.ofHours(1));
  }

  /** A server's certificate and what shows it. */
  record Identity(X509Certificate certificate, SSLContext shown) {}

  Identity vouchFor(String host) throws Exception {
    return vouchFor(host, Duration.ofHours(1));
  }

  /**
   * Vouches for a server.
   *
   * @param left how long; negative when it is over
   */
  Identity vouchFor(String host, Duration left) throws Exception {
    KeyPair own = keys();
    X509Certificate made =
        certificate(new X500Name("CN=" + host), NAME, own, keys.getPrivate(), false, left);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "test".toCharArray();
    store.setKeyEntry("key", own.getPrivate(), password, new X509Certificate[] {made, certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new Identity(made, context);
  }

  /** A record about a certificate, as in a zone file. */
  static String tlsa(int usage, int selector, int matching, X509Certificate certificate)
      throws Exception {
    byte[] selected =
        selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
    byte[] told =
        switch (matching) {
          case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
          case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
          default -> selected;
        };
    return usage + " " + selector + " " + matching + " " + HexFormat.of().formatHex(told);
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(
      X500Name subject,
      X500Name issuer,
      KeyPair keys,
      PrivateKey signer,
      boolean authority,
      Duration left)
      throws Exception {
    Instant now = Instant.now();
    String host = subject.toString().substring("CN=".length());
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(left)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!authority) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }
}
