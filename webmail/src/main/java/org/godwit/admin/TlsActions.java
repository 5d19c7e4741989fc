package org.godwit.admin;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.server.CertificateOffice;
import org.godwit.trust.Certificates;
import org.godwit.trust.acme.AcmeRenewal;
import org.godwit.trust.acme.AcmeStatus;
import org.godwit.trust.acme.OrderFailed;

/** The certificate that we show, and where the next one comes from. */
final class TlsActions {
  private final Certificates certificates;
  private final CertificateOffice office;

  TlsActions(Services services) {
    this.certificates = services.get(Certificates.class);
    this.office = services.get(CertificateOffice.class);
  }

  Map<String, Action> all() {
    return Map.of("tls status", told -> shown(), "tls renew", this::renew);
  }

  private Answer shown() {
    X509Certificate ours = certificates.chain().getFirst();
    Instant end = ours.getNotAfter().toInstant();
    Map<String, Object> facts =
        Answer.facts(
            "names", names(ours),
            "issuer", ours.getIssuerX500Principal().getName(),
            "begin", ours.getNotBefore().toInstant().toString(),
            "end", end.toString(),
            "days", Duration.between(Instant.now(), end).toDays(),
            "selfSigned", certificates.isSelfSigned(),
            "from", from());
    office.renewal().map(AcmeRenewal::status).ifPresent(status -> add(status, facts));
    return Answer.one(facts);
  }

  private String from() {
    if (office.hasFiles()) {
      return "files of yours";
    }
    return certificates.isSelfSigned() ? "ourselves; nobody else trusts it" : "an authority";
  }

  private static void add(AcmeStatus status, Map<String, Object> facts) {
    facts.put("authority", status.directory().toString());
    facts.put("renewal", text(status.renewAt()));
    facts.put("tried", text(status.lastTry()));
    facts.put("failure", status.lastFailure().orElse(null));
    facts.put("nextTry", text(status.notBefore()));
    facts.put("leftOut", status.leftOut());
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> String.valueOf(name.get(1))).toList();
    } catch (CertificateParsingException e) {
      return List.of(); // one of the admin's files may be strange
    }
  }

  private Answer renew(Told told) throws AdminProblem, OrderFailed {
    AcmeRenewal renewal =
        office
            .renewal()
            .orElseThrow(
                () ->
                    AdminProblem.refused(
                        "nobody is named who gives us certificates; see acme.directory"));
    renewal.renew(told.flag("new-key"));
    return shown();
  }
}
