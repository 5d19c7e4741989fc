package org.godwit.store.account;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
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
  public ScramSecret scram(String user) {
    Username name = names.of(user);
    return new ScramSecret(name.asString(), credentials.scram(name));
  }

  @Override
  public void loggedIn(ScramSecret secret) {
    credentials.loggedIn(Username.of(secret.user()));
  }
}
