package org.godwit.mailflow.outbound;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import org.godwit.mailflow.outbound.dane.DaneTrust;

/** Why a connection is not what was asked for (8460 §4.3). */
enum TlsFailure {
  STARTTLS_NOT_SUPPORTED,
  CERTIFICATE_HOST_MISMATCH,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_NOT_TRUSTED,
  VALIDATION_FAILURE,
  DNSSEC_INVALID;

  private static final int DEEPEST = 10;

  /** As reports call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
