package org.godwit.trust.sasl;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Authentication on one connection: at most one exchange at a time, in base64 as all line protocols
 * write it, and not more than {@value #MOST_FAILURES} failures. Used by one thread at a time.
 */
public final class SaslSession {

  /** Failures after which the connection is to be closed. */
  public static final int MOST_FAILURES = 3;

  /** Longest base64 text that is looked at; RFC 4954 §4 wants 12,288 or more. */
  public static final int MOST_CHARS = 12_288;

  private final Sasl sasl;
  private final boolean successCarriesData;
  private SaslExchange exchange;
  private int failures;

  /**
   * @param successCarriesData whether the protocol's success can carry a mechanism's last words
   */
  public SaslSession(Sasl sasl, boolean successCarriesData) {
    this.sasl = sasl;
    this.successCarriesData = successCarriesData;
  }

  /** Names of what the client may use now. */
  public List<String> offered(SaslChannel channel) {
    return sasl.offered(channel);
  }

  /**
   * Begins an exchange; one that was under way is forgotten.
   *
   * @param initial the initial response in base64, {@code =} for an empty one; null when none was
   *     sent
   */
  public SaslStep begin(String mechanism, String initial, SaslChannel channel) {
    exchange = null;
    Optional<SaslMechanism> found = sasl.find(mechanism, channel);
    if (found.isEmpty()) {
      return counted(SaslStep.Failure.MECHANISM.step());
    }
    SaslExchange fresh = found.get().start(channel);
    exchange = successCarriesData ? fresh : fresh.withoutSuccessData();
    if (initial != null) {
      return next("=".equals(initial) ? "" : initial); // 4954 §4
    }
    return found.get().clientFirst()
        ? new SaslStep.Challenge(new byte[0])
        : counted(exchange.next(new byte[0]));
  }

  /** Goes on with the client's next line, its line end taken off. */
  public SaslStep next(String line) {
    if (exchange == null) {
      throw new IllegalStateException("no exchange is under way");
    }
    if (line.equals("*")) { // 4954 §4, 3501 §6.2.2, 5034 §4
      return counted(SaslStep.Failure.CANCELLED.step());
    }
    if (line.length() > MOST_CHARS) {
      return counted(SaslStep.Failure.MALFORMED.step());
    }
    try {
      return counted(exchange.next(Base64.getDecoder().decode(line)));
    } catch (IllegalArgumentException notBase64) {
      return counted(SaslStep.Failure.MALFORMED.step());
    }
  }

  /** Whether the client has failed often enough. */
  public boolean exhausted() {
    return failures >= MOST_FAILURES;
  }

  private SaslStep counted(SaslStep step) {
    if (!(step instanceof SaslStep.Challenge)) {
      exchange = null;
    }
    if (step instanceof SaslStep.Refused) {
      failures++;
    }
    return step;
  }
}
