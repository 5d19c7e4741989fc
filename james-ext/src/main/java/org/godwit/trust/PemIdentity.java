package org.godwit.trust;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A private key and the certificates that vouch for it, read from PEM files (RFC 7468).
 *
 * @param chain ours first; never empty
 */
record PemIdentity(PrivateKey key, List<X509Certificate> chain) {

  static PemIdentity read(Path certificate, Path key) throws CertificateProblem {
    List<X509Certificate> chain = chain(certificate);
    PrivateKey secret = key(key);
    if (!belong(secret, chain.get(0).getPublicKey())) {
      throw new CertificateProblem(
          "the key in " + key + " is not the key of the first certificate in " + certificate);
    }
    return new PemIdentity(secret, chain);
  }

  /** From memory, and checked in the same way. */
  static PemIdentity of(PrivateKey key, List<X509Certificate> chain) throws CertificateProblem {
    if (chain.isEmpty() || !belong(key, chain.getFirst().getPublicKey())) {
      throw new CertificateProblem("the key is not the key of the first certificate");
    }
    return new PemIdentity(key, List.copyOf(chain));
  }

  private static List<X509Certificate> chain(Path file) throws CertificateProblem {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    List<X509Certificate> chain = new ArrayList<>();
    for (Object part : parts(file)) {
      if (part instanceof X509CertificateHolder holder) {
        try {
          chain.add(converter.getCertificate(holder));
        } catch (CertificateException e) {
          throw new CertificateProblem("a certificate in " + file + " cannot be read", e);
        }
      }
    }
    if (chain.isEmpty()) {
      throw new CertificateProblem("there is no certificate in " + file + " (PEM is needed)");
    }
    return List.copyOf(chain);
  }

  private static PrivateKey key(Path file) throws CertificateProblem {
    for (Object part : parts(file)) {
      if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
        throw new CertificateProblem(
            "the key in " + file + " has a password; remove it with: openssl pkey -in … -out …");
      }
      try {
        if (part instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
        if (part instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
        }
      } catch (IOException e) {
        throw new CertificateProblem("the key in " + file + " cannot be read", e);
      }
    }
    throw new CertificateProblem("there is no private key in " + file + " (PEM is needed)");
  }

  private static List<Object> parts(Path file) throws CertificateProblem {
    List<Object> parts = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        PEMParser parser = new PEMParser(reader)) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        parts.add(part);
      }
    } catch (IOException | RuntimeException e) { // the parser throws both for what is no PEM
      throw new CertificateProblem("cannot read " + file + ": " + e.getMessage(), e);
    }
    return parts;
  }

  private static boolean belong(PrivateKey key, PublicKey publicKey) throws CertificateProblem {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "EdDSA", "Ed25519", "Ed448" -> key.getAlgorithm();
          default -> throw new CertificateProblem("keys of " + key.getAlgorithm() + " do no TLS");
        };
    try {
      byte[] sample =
          "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(sample);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(sample);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // keys of two kinds
    }
  }
}
