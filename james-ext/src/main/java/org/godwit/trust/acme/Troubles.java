package org.godwit.trust.acme;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** Says in words what acme4j threw. */
final class Troubles {
  private Troubles() {}

  static OrderFailed of(Exception e) {
    return new OrderFailed(words(e), retryAfter(e), Set.of(), e);
  }

  private static String words(Exception e) {
    return switch (e) {
      case AcmeUserActionRequiredException asked ->
          "the authority wants you to do something: "
              + asked.getMessage()
              + asked.getTermsOfServiceUri().map(terms -> "; see " + terms).orElse("");
      case AcmeRateLimitedException limited ->
          "the authority has had enough of us for now: " + limited.getMessage();
      case AcmeServerException refused -> "the authority refuses: " + refused.getProblem();
      case AcmeNetworkException network ->
          "the authority cannot be asked: " + said(network.getCause());
      case AcmeProtocolException strange ->
          "the authority's answer cannot be read: " + strange.getMessage();
      case AcmeException other -> "the authority refuses: " + other.getMessage();
      default -> "the authority's answer cannot be read: " + said(e);
    };
  }

  private static String said(Throwable e) {
    return e == null ? "no reason known" : e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** 8555 §6.6. */
  private static Optional<Instant> retryAfter(Exception e) {
    return e instanceof AcmeRateLimitedException limited
        ? limited.getRetryAfter()
        : Optional.empty();
  }
}
