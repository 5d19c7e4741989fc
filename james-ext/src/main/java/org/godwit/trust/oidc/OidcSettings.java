package org.godwit.trust.oidc;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID provider whose word we take on who somebody is.
 *
 * @param issuer as its discovery document and its tokens name it; HTTPS, but on this machine
 * @param clientId our name there
 * @param clientSecret our password there; empty for a public client
 * @param audiences what an access token must be meant for, one of these
 * @param claim of a token, which names the account by its address
 * @param label what the button on the sign-in page calls the provider
 */
public record OidcSettings(
    URI issuer,
    String clientId,
    Optional<String> clientSecret,
    Set<String> audiences,
    String claim,
    String label) {

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

  public OidcSettings {
    audiences = Set.copyOf(audiences);
    if (!trustworthy(issuer)) {
      throw new IllegalArgumentException("oidc.issuer must be an https address: " + issuer);
    }
  }

  /** Whether what comes from there comes from whom it says. */
  static boolean trustworthy(URI address) {
    return "https".equals(address.getScheme())
        || ("http".equals(address.getScheme()) && HERE.contains(address.getHost()));
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return issuer + " as " + clientId;
  }
}
