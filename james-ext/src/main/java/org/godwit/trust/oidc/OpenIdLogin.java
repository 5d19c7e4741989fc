package org.godwit.trust.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The authorisation code flow with PKCE (RFC 7636): {@link #begin}, a walk of the browser to the
 * provider and back, {@link #finish}. What has to survive the walk is the {@link Begun}; it belongs
 * into that browser alone. Safe for many threads; both calls may ask the provider.
 */
public final class OpenIdLogin {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 256 * 1024;
  private static final int RANDOM = 32;

  /** A login under way: three secrets. */
  public record Begun(String state, String nonce, String verifier) {
    /** Never the secrets. */
    @Override
    public String toString() {
      return "a login under way";
    }
  }

  private final OpenId provider;
  private final Discovery discovery;
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  OpenIdLogin(OpenId provider, Discovery discovery) {
    this.provider = provider;
    this.discovery = discovery;
  }

  /** What the button calls the provider. */
  public String label() {
    return provider.settings().label();
  }

  /** New secrets. */
  public Begun begin() {
    return new Begun(secret(), secret(), secret());
  }

  /**
   * Where the browser goes.
   *
   * @param back where it comes back to; the provider must know this address
   */
  public URI address(Begun begun, URI back) throws ProviderUnavailable {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("response_type", "code");
    asked.put("client_id", provider.settings().clientId());
    asked.put("redirect_uri", back.toString());
    asked.put("scope", "openid email");
    asked.put("state", begun.state());
    asked.put("nonce", begun.nonce());
    asked.put("code_challenge", challenge(begun.verifier())); // 7636 §4.2
    asked.put("code_challenge_method", "S256");
    URI at = discovery.endpoints().authorization();
    return URI.create(at + (at.getQuery() == null ? "?" : "&") + form(asked));
  }

  /**
   * Changes the code into the answer.
   *
   * @param state as it came back; another one than we sent is somebody else's login
   * @return the account's address; empty when the login is not good
   */
  public Optional<String> finish(Begun begun, String state, String code, URI back)
      throws ProviderUnavailable {
    if (!MessageDigest.isEqual(bytes(begun.state()), bytes(state))) {
      return Optional.empty();
    }
    Optional<String> idToken = exchange(begun, code, back);
    return idToken.isEmpty()
        ? Optional.empty()
        : provider.userOfIdToken(idToken.get(), begun.nonce());
  }

  private Optional<String> exchange(Begun begun, String code, URI back) throws ProviderUnavailable {
    Map<String, String> sent = new LinkedHashMap<>();
    sent.put("grant_type", "authorization_code");
    sent.put("code", code);
    sent.put("redirect_uri", back.toString());
    sent.put("code_verifier", begun.verifier()); // 7636 §4.5
    OidcSettings settings = provider.settings();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(discovery.endpoints().token())
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (settings.clientSecret().isPresent()) { // 6749 §2.3.1
      String pair = encode(settings.clientId()) + ":" + encode(settings.clientSecret().get());
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes(pair)));
    } else {
      sent.put("client_id", settings.clientId());
    }
    return idToken(request.POST(BodyPublishers.ofString(form(sent))).build());
  }

  private Optional<String> idToken(HttpRequest request) throws ProviderUnavailable {
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        String json = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        return answer.statusCode() == 200
            ? Optional.ofNullable(
                JSONObjectUtils.getString(JSONObjectUtils.parse(json), "id_token"))
            : Optional.empty();
      }
    } catch (IOException e) {
      throw new ProviderUnavailable("the OpenID provider does not answer", e);
    } catch (ParseException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailable("the OpenID provider was not waited for", e);
    }
  }

  private String secret() {
    byte[] bytes = new byte[RANDOM];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(verifier));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
