package org.godwit.trust.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;

/** Accounts of a test: all with one password, named by their addresses. */
public final class OneUser implements SaslSecrets {

  private final String name;
  private final String password;
  private final byte[] salt;

  public OneUser(String name, String password) {
    this(name, password, "0123456789abcdef".getBytes(UTF_8));
  }

  OneUser(String name, String password, byte[] salt) {
    this.name = name;
    this.password = password;
    this.salt = salt.clone();
  }

  @Override
  public Optional<String> verify(String user, String given) {
    return is(user) && password.equals(given) ? Optional.of(name) : Optional.empty();
  }

  @Override
  public Optional<ScramSecret> scram(String user) {
    return is(user)
        ? Optional.of(ScramKeys.derive(name, password, salt, Sasl.ITERATIONS))
        : Optional.empty();
  }

  private boolean is(String user) {
    return name.equals(user.toLowerCase(Locale.ROOT));
  }
}
