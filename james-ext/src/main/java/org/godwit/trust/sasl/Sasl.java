package org.godwit.trust.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.trust.LoginCounts;
import org.godwit.trust.LoginThrottle;

/** The mechanisms of this server, strongest first. Safe for many threads; one for all doors. */
@Singleton
public final class Sasl {

  private final LoginCounts logins = new LoginCounts();
  private final Attempts attempts;
  private final List<SaslMechanism> mechanisms;

  @Inject
  public Sasl(SaslSecrets secrets, LoginThrottle throttle) {
    this(secrets, throttle, randomNonces());
  }

  Sasl(SaslSecrets secrets, LoginThrottle throttle, Supplier<String> nonces) {
    attempts = new Attempts(secrets, throttle, logins);
    mechanisms =
        List.of(
            Scram.mechanism(attempts, true, nonces, channel -> secrets.takesProofs()),
            Scram.mechanism(attempts, false, nonces, channel -> secrets.takesProofs()),
            Bearer.mechanism(attempts, true, channel -> secrets.takesTokens()),
            Bearer.mechanism(attempts, false, channel -> secrets.takesTokens()),
            Plain.mechanism(attempts),
            Login.mechanism(attempts));
  }

  /** How often somebody tried. */
  public LoginCounts logins() {
    return logins;
  }

  /** Names of what this client may use now. */
  public List<String> offered(SaslChannel channel) {
    return mechanisms.stream()
        .filter(mechanism -> mechanism.offeredTo(channel))
        .map(SaslMechanism::name)
        .toList();
  }

  /**
   * A mechanism by its name, in whatever case.
   *
   * @return empty when we have none of that name, or not for this client
   */
  public Optional<SaslMechanism> find(String name, SaslChannel channel) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return mechanisms.stream()
        .filter(mechanism -> mechanism.name().equals(wanted) && mechanism.offeredTo(channel))
        .findFirst();
  }

  /**
   * Checks a name and a password that came another way than by a mechanism, such as in a form.
   *
   * @return a success or a refusal
   */
  public SaslStep password(SaslChannel channel, String user, String password) {
    return attempts.password(channel, user, password);
  }

  /**
   * Checks a token of the OpenID provider that came another way than by a mechanism.
   *
   * @return a success or a refusal
   */
  public SaslStep token(SaslChannel channel, String token) {
    return attempts.token(channel, "", token);
  }

  private static Supplier<String> randomNonces() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] bytes = new byte[18];
      random.nextBytes(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    };
  }
}
