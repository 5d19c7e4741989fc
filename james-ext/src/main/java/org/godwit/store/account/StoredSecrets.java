package org.godwit.store.account;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.trust.ScramKeys;
import org.godwit.trust.sasl.SaslSecrets;
import org.godwit.trust.sasl.ScramSecret;

/** What the doors ask about secrets, answered by {@link Credentials}. */
@Singleton
final class StoredSecrets implements SaslSecrets {
  private final Credentials credentials;
  private final LoginNames names;

  @Inject
  StoredSecrets(Credentials credentials, LoginNames names) {
    this.credentials = credentials;
    this.names = names;
  }

  @Override
  public Optional<String> verify(String user, String password) {
    Username name = names.of(user);
    return credentials.verify(name, password) ? Optional.of(name.asString()) : Optional.empty();
  }

  @Override
  public Optional<ScramSecret> scram(String user) {
    Username name = names.of(user);
    ScramKeys keys = credentials.scram(name);
    return Optional.of(
        new ScramSecret(
            name.asString(), keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey()));
  }
}
