package org.godwit.trust.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out from the tokens of an OpenID provider who somebody is: signed by a key that the
 * provider publishes now (a key that is new is fetched when first seen), from this issuer, for us,
 * and in their time. Safe for many threads; asks the provider when its keys are not known yet.
 */
public final class OpenId {
  // 8725 §3.1: the algorithms are ours to choose, never "none" and never one with a shared secret
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.Ed25519);

  private final OidcSettings settings;
  private final Discovery discovery;
  private volatile Keys keys; // null until first asked for

  private record Keys(URI at, JWKSource<SecurityContext> source) {}

  public OpenId(OidcSettings settings) {
    this.settings = settings;
    this.discovery = new Discovery(settings.issuer());
  }

  public OidcSettings settings() {
    return settings;
  }

  /** The way through the browser. */
  public OpenIdLogin login() {
    return new OpenIdLogin(this, discovery);
  }

  /**
   * Whose access token this is (RFC 9068, or any JWT that names issuer and audience).
   *
   * @return the account's address as the token says it, in lower case; empty when the token is not
   *     good
   * @throws ProviderUnavailable when its keys cannot be asked for
   */
  public Optional<String> userOf(String accessToken) throws ProviderUnavailable {
    return claims(accessToken, settings.audiences()).flatMap(this::address);
  }

  /** The same of an ID token, which must answer this very request. */
  Optional<String> userOfIdToken(String idToken, String nonce) throws ProviderUnavailable {
    return claims(idToken, Set.of(settings.clientId()))
        .filter(claims -> nonce.equals(claims.getClaim("nonce"))) // OpenID Connect Core §3.1.3.7
        .flatMap(this::address);
  }

  private Optional<JWTClaimsSet> claims(String token, Set<String> audiences)
      throws ProviderUnavailable {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source()));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)); // 9068 §2.1
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audiences,
            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
            Set.of("exp", "sub"),
            Set.of()));
    try {
      return Optional.of(processor.process(token, null));
    } catch (RateLimitReachedException strangersKey) {
      return Optional.empty(); // keys that nobody published would make us ask without end
    } catch (KeySourceException e) {
      throw new ProviderUnavailable("the keys of the OpenID provider cannot be read", e);
    } catch (ParseException | BadJOSEException | JOSEException notGood) {
      return Optional.empty();
    }
  }

  private JWKSource<SecurityContext> source() throws ProviderUnavailable {
    URI at = discovery.endpoints().keys();
    Keys before = keys;
    if (before != null && before.at().equals(at)) {
      return before.source();
    }
    try {
      // Caches for minutes, fetches again for a key it does not know, but not for every stranger's.
      Keys now =
          new Keys(
              at,
              JWKSourceBuilder.create(at.toURL(), Discovery.retriever())
                  .retrying(true)
                  .outageTolerant(true)
                  .build());
      keys = now;
      return now.source();
    } catch (MalformedURLException e) {
      throw new ProviderUnavailable("the keys of the OpenID provider have no address", e);
    }
  }

  private Optional<String> address(JWTClaimsSet claims) {
    if (settings.claim().equals("email")
        && Boolean.FALSE.equals(claims.getClaim("email_verified"))) {
      return Optional.empty(); // anybody may write any address into a profile
    }
    return claims.getClaim(settings.claim()) instanceof String address && address.contains("@")
        ? Optional.of(address.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
