package org.godwit.mailflow.outbound;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import org.godwit.mailflow.outbound.dane.DaneTrust;
import org.godwit.mailflow.outbound.sts.StsPolicies;

/** Why a connection is not what was asked for (8460 §4.3). */
enum TlsFailure {
  STARTTLS_NOT_SUPPORTED,
  CERTIFICATE_HOST_MISMATCH,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_TRUSTED,
  VALIDATION_FAILURE,
  TLSA_INVALID,
  DNSSEC_INVALID,
  STS_POLICY_FETCH_ERROR,
  STS_POLICY_INVALID,
  STS_WEBPKI_INVALID;

  private static final int DEEPEST = 10;

  /** As reports call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What keeps us from the policy of a domain (8460 §4.3.2.2). */
  static TlsFailure of(StsPolicies.Trouble trouble) {
    return switch (trouble) {
      case NOT_FETCHED -> STS_POLICY_FETCH_ERROR;
      case NO_POLICY -> STS_POLICY_INVALID;
      case NOT_PROVEN -> STS_WEBPKI_INVALID;
    };
  }

  /** What a failed handshake is. */
  static TlsFailure of(Throwable failure) {
    Throwable cause = failure;
    TlsFailure found = VALIDATION_FAILURE;
    for (int i = 0; cause != null && i < DEEPEST; i++, cause = cause.getCause()) {
      found = better(cause, found);
    }
    return found;
  }

  private static TlsFailure better(Throwable cause, TlsFailure found) {
    return switch (cause) {
      case CertificateExpiredException expired -> CERTIFICATE_EXPIRED;
      case DaneTrust.OtherName otherName -> CERTIFICATE_HOST_MISMATCH;
      case CertPathValidatorException path
          when path.getReason() == CertPathValidatorException.BasicReason.EXPIRED ->
          CERTIFICATE_EXPIRED;
      // Java has no type of its own for a name that is not in the certificate
      case CertificateException certificate
          when String.valueOf(certificate.getMessage()).startsWith("No subject alternative")
              || String.valueOf(certificate.getMessage()).startsWith("No name matching") ->
          CERTIFICATE_HOST_MISMATCH;
      case CertificateException certificate when found == VALIDATION_FAILURE ->
          CERTIFICATE_NOT_TRUSTED;
      default -> found;
    };
  }
}
