package org.godwit.trust;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Content inside a signature, with the certificates that vouch for it (5652 §5). */
final class SignedContent {
  private SignedContent() {}

  static byte[] of(byte[] content, PemIdentity identity) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(
                  new JcaContentSignerBuilder(algorithm(identity.key())).build(identity.key()),
                  identity.chain().getFirst()));
      generator.addCertificates(new JcaCertStore(List.copyOf(identity.chain())));
      return generator.generate(new CMSProcessableByteArray(content), true).getEncoded();
    } catch (OperatorCreationException
        | CertificateEncodingException
        | CMSException
        | java.io.IOException e) {
      throw new IllegalStateException("our certificate does not sign", e);
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
