package org.godwit.trust.oidc;

/** The OpenID provider does not answer, or not as one. Try again later. */
public final class ProviderUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
