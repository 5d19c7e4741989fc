package org.godwit.admin;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.godwit.trust.Certificates;

/** What others see of us under TLS. */
final class CertificateAction {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private final Certificates certificates;

  CertificateAction(Services services) {
    this.certificates = services.get(Certificates.class);
  }

  Map<String, Action> all() {
    return Map.of("certificate", this::show);
  }

  private Answer show(Told told) throws CertificateParsingException {
    X509Certificate ours = certificates.chain().getFirst();
    Instant ends = ours.getNotAfter().toInstant();
    return Answer.one(
        Answer.facts(
            "names", names(ours),
            "issuer", ours.getIssuerX500Principal().getName(),
            "selfSigned", certificates.isSelfSigned(),
            "begins", ours.getNotBefore().toInstant().toString(),
            "ends", ends.toString(),
            "daysLeft", Duration.between(Instant.now(), ends).toDays(),
            "key", ours.getPublicKey().getAlgorithm()));
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    if (all != null) {
      for (List<?> name : all) {
        if (name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS)) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    }
    return names;
  }
}
