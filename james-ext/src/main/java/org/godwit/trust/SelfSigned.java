package org.godwit.trust;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** The certificate of a machine that has no other: ECDSA on P-256, signed by itself. */
final class SelfSigned {

  private static final Duration VALID = Duration.ofDays(825); // more is refused by Apple's systems
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private final Path directory;
  private final String hostname;
  private final Clock clock;

  SelfSigned(Path directory, String hostname, Clock clock) {
    this.directory = directory;
    this.hostname = hostname;
    this.clock = clock;
  }

  Path certificate() {
    return directory.resolve("certificate.pem");
  }

  Path key() {
    return directory.resolve("key.pem");
  }

  /** Makes the two files unless good ones are there. */
  void ensure() throws CertificateProblem {
    if (isGood()) {
      return;
    }
    try {
      Files.createDirectories(directory);
      KeyPair pair = KeyPairs.make();
      write(key(), new JcaPKCS8Generator(pair.getPrivate(), null).generate());
      write(certificate(), new PemObject("CERTIFICATE", sign(pair).getEncoded()));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new CertificateProblem("cannot make a certificate in " + directory, e);
    }
  }

  private boolean isGood() throws CertificateProblem {
    if (!Files.exists(certificate()) || !Files.exists(key())) {
      return false;
    }
    PemIdentity identity;
    try {
      identity = PemIdentity.read(certificate(), key());
    } catch (CertificateProblem e) {
      return false; // a start was cut between the two files
    }
    X509Certificate ours = identity.chain().get(0);
    boolean lasts = ours.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE));
    return lasts && names(ours).contains(hostname);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> name.get(1).toString()).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private X509CertificateHolder sign(KeyPair pair)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = clock.instant();
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName()).build();
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    return new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()).setBit(126),
            Date.from(now.minus(Duration.ofHours(1))), // for clients whose clock is late
            Date.from(now.plus(VALID)),
            name,
            pair.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(Extension.subjectAlternativeName, false, names())
        .addExtension(
            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            ids.createAuthorityKeyIdentifier(pair.getPublic()))
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
  }

  private String commonName() {
    return hostname.length() > 64 ? "localhost" : hostname; // 5280, appendix A: ub-common-name 64
  }

  /** 9525 §6: clients look at these names only, never at the common name. */
  private GeneralNames names() {
    boolean isAddress = hostname.matches("[0-9.]+");
    return new GeneralNames(
        new GeneralName[] {
          new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, hostname),
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1")
        });
  }

  private static void write(Path file, PemObject object) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(object);
    }
    Path whole =
        Files.createTempFile(
            file.getParent(),
            "new",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(whole, text.toString(), StandardCharsets.US_ASCII);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
