package org.godwit.trust.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;

/** The mechanisms of this server, strongest first. Safe for many threads; one for all doors. */
@Singleton
public final class Sasl {

  /** As RFC 7677 §4 asks; what accounts are made with, so that decoys look the same. */
  public static final int ITERATIONS = 4096;

  private final List<SaslMechanism> mechanisms;

  @Inject
  public Sasl(SaslSecrets secrets, LoginGuard guard) {
    this(secrets, guard, randomNonces(), randomKey());
  }

  Sasl(SaslSecrets secrets, LoginGuard guard, Supplier<String> nonces, byte[] decoyKey) {
    Attempts attempts = new Attempts(secrets, guard);
    ScramKeys decoy = new ScramKeys(decoyKey, ITERATIONS);
    mechanisms =
        List.of(
            new Scram(attempts, true, nonces, decoy),
            new Scram(attempts, false, nonces, decoy),
            new Plain(attempts),
            new Login(attempts));
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

  private static Supplier<String> randomNonces() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] bytes = new byte[18];
      random.nextBytes(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    };
  }

  private static byte[] randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
