package org.godwit.trust;

/** A certificate or its key cannot be used. The message is one line for the admin. */
public final class CertificateProblem extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateProblem(String message) {
    super(message);
  }

  CertificateProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
