package org.godwit.trust.oidc;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0 §4), asked for again every hour. An
 * answer that is older is used on while the provider does not answer. Safe for many threads.
 */
final class Discovery {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int MOST_BYTES = 256 * 1024;

  /** Where the provider's parts are. */
  record Endpoints(URI authorization, URI token, URI keys, Instant read) {}

  private final URI issuer;
  private volatile Endpoints known; // null until first asked for

  Discovery(URI issuer) {
    this.issuer = issuer;
  }

  static DefaultResourceRetriever retriever() {
    return new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
  }

  Endpoints endpoints() throws ProviderUnavailable {
    Endpoints before = known;
    if (before != null && before.read().plus(FRESH).isAfter(Instant.now())) {
      return before;
    }
    try {
      Endpoints now = ask();
      known = now;
      return now;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      if (before != null) {
        return before;
      }
      throw new ProviderUnavailable("the OpenID provider tells nothing of itself", e);
    }
  }

  private Endpoints ask() throws IOException, ParseException {
    String base = issuer.toString().replaceAll("/$", "");
    URI address = URI.create(base + "/.well-known/openid-configuration");
    Map<String, Object> told =
        JSONObjectUtils.parse(retriever().retrieveResource(address.toURL()).getContent());
    if (!issuer.toString().equals(told.get("issuer"))) { // Discovery §4.3
      throw new IllegalArgumentException("the provider calls itself " + told.get("issuer"));
    }
    return new Endpoints(
        address(told, "authorization_endpoint"),
        address(told, "token_endpoint"),
        address(told, "jwks_uri"),
        Instant.now());
  }

  private static URI address(Map<String, Object> told, String name) {
    URI address = URI.create(String.valueOf(told.get(name)));
    if (!OidcSettings.trustworthy(address)) {
      throw new IllegalArgumentException(name + " is no https address");
    }
    return address;
  }
}
