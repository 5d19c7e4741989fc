package org.godwit.trust.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.ScramKeys;

/** Accounts of a test: all with one password, named by their addresses. */
public final class OneUser implements SaslSecrets {

  private static final int ITERATIONS = 4096; // of the example in RFC 7677 §3

  private final String name;
  private final String password;
  private final byte[] salt;
  private int logins;

  public OneUser(String name, String password) {
    this(name, password, "0123456789abcdef".getBytes(UTF_8));
  }

  OneUser(String name, String password, byte[] salt) {
    this.name = name;
    this.password = password;
    this.salt = salt.clone();
  }

  /** The mechanisms for this user, with a throttle of their own. */
  public Sasl sasl() {
    return new Sasl(this, new LoginThrottle(InstantSource.system()));
  }

  @Override
  public Optional<Proven> verify(SaslChannel channel, String user, String given) {
    return is(user) && password.equals(given)
        ? Optional.of(Proven.everywhere(name))
        : Optional.empty();
  }

  @Override
  public ScramSecret scram(SaslChannel channel, String user) {
    byte[] salted = ScramClient.salted(password, salt, ITERATIONS);
    byte[] clientKey = ScramProof.hmac(salted, "Client Key");
    byte[] serverKey = ScramProof.hmac(salted, "Server Key");
    byte[] stranger = ScramProof.hmac(salt, user);
    return is(user)
        ? new ScramSecret(
            name, new ScramKeys(salt, ITERATIONS, ScramProof.sha256(clientKey), serverKey))
        : new ScramSecret(
            user, new ScramKeys(Arrays.copyOf(stranger, 16), ITERATIONS, stranger, stranger));
  }

  @Override
  public void loggedIn(SaslChannel channel, String user, ScramKeys with) {
    logins++;
  }

  int logins() {
    return logins;
  }

  private boolean is(String user) {
    return name.equals(user.toLowerCase(Locale.ROOT));
  }
}
