package org.godwit.trust.acme;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Good certificates, and bad ones. */
final class IssuedByTests {
  private static final X500Name AUTHORITY = new X500Name("CN=An authority of tests");

  private final KeyPair authority = key();
  private final KeyPair stranger = key();
  private long serial;

  /** In PEM, as an authority in that mood answers a request. */
  synchronized String chain(Mood mood, PKCS10CertificationRequest request) throws IOException {
    try {
      Instant now = Instant.now();
      Instant begin = now.plus(Duration.ofHours(mood == Mood.NOT_YET ? 5 : -1));
      Instant last = now.plus(mood == Mood.ENDED ? Duration.ofMinutes(5) : Duration.ofDays(90));
      X500Name subject = new X500Name("CN=served");
      SubjectPublicKeyInfo key =
          mood == Mood.OTHER_KEY
              ? SubjectPublicKeyInfo.getInstance(stranger.getPublic().getEncoded())
              : request.getSubjectPublicKeyInfo();
      X509CertificateHolder ours =
          certificate(
              mood == Mood.SIGNED_BY_ITSELF ? subject : AUTHORITY,
              begin,
              last,
              subject,
              key,
              false,
              mood == Mood.OTHER_NAMES ? names("other.example.test") : asked(request),
              mood == Mood.FOR_MAIL_ONLY
                  ? KeyPurposeId.id_kp_emailProtection
                  : KeyPurposeId.id_kp_serverAuth);
      KeyPair issuer = mood == Mood.BROKEN_CHAIN ? stranger : authority;
      X509CertificateHolder above =
          certificate(
              AUTHORITY,
              now.minus(Duration.ofDays(1)),
              now.plus(Duration.ofDays(900)),
              AUTHORITY,
              SubjectPublicKeyInfo.getInstance(issuer.getPublic().getEncoded()),
              true,
              null,
              null);
      return pem(ours, above);
    } catch (OperatorCreationException e) {
      throw new IOException(e);
    }
  }

  private static GeneralNames asked(PKCS10CertificationRequest request) {
    Extensions wanted = request.getRequestedExtensions();
    return GeneralNames.fromExtensions(wanted, Extension.subjectAlternativeName);
  }

  private static GeneralNames names(String name) {
    return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
  }

  private X509CertificateHolder certificate(
      X500Name issuer,
      Instant begin,
      Instant last,
      X500Name subject,
      SubjectPublicKeyInfo key,
      boolean isAuthority,
      GeneralNames names,
      KeyPurposeId use)
      throws IOException, OperatorCreationException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer, BigInteger.valueOf(++serial), Date.from(begin), Date.from(last), subject, key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    if (names != null) {
      builder.addExtension(Extension.subjectAlternativeName, false, names);
      builder.addExtension( // 9773 §4.1: a certificate is known by this and its serial number
          Extension.authorityKeyIdentifier,
          false,
          new BcX509ExtensionUtils()
              .createAuthorityKeyIdentifier(
                  SubjectPublicKeyInfo.getInstance(authority.getPublic().getEncoded())));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
    }
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
  }

  private static String pem(X509CertificateHolder... all) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (X509CertificateHolder each : all) {
        writer.writeObject(each);
      }
    }
    return text.toString();
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
