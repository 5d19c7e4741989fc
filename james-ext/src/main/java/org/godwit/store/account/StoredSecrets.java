package org.godwit.store.account;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.trust.ScramKeys;
import org.godwit.trust.oidc.OpenId;
import org.godwit.trust.oidc.ProviderUnavailable;
import org.godwit.trust.sasl.Proven;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSecrets;
import org.godwit.trust.sasl.ScramSecret;

/**
 * What the doors ask about secrets, answered by {@link Credentials} and {@link AppPasswords}. With
 * a second factor on, only app passwords count here.
 */
@Singleton
final class StoredSecrets implements SaslSecrets {
  private final Credentials credentials;
  private final AppPasswords appPasswords;
  private final LoginNames names;
  private final Optional<OpenId> provider;
  private final DirectoryPeople directory;

  @Inject
  StoredSecrets(
      Credentials credentials,
      AppPasswords appPasswords,
      LoginNames names,
      Optional<OpenId> provider,
      DirectoryPeople directory) {
    this.directory = directory;
    this.provider = provider;
    this.credentials = credentials;
    this.appPasswords = appPasswords;
    this.names = names;
  }

  @Override
  public Optional<Proven> verify(SaslChannel channel, String user, String password) {
    Username name = names.of(user);
    if (AppPasswords.looksLikeOne(password)) {
      Optional<Proven> byApp = appPassword(channel, name, password);
      if (byApp.isPresent()) {
        credentials.loggedIn(name);
        return byApp;
      }
    }
    return credentials.verify(name, password)
        ? Optional.of(Proven.everywhere(name.asString()))
        : Optional.empty();
  }

  private Optional<Proven> appPassword(SaslChannel channel, Username name, String password) {
    return appPasswords
        .check(name.asString(), password, channel.scope(), channel.peer())
        .filter(scopes -> credentials.admits(name))
        .map(scopes -> new Proven(name.asString(), scopes));
  }

  @Override
  public boolean takesProofs() {
    return !directory.exist(); // it alone knows their passwords, and tells no keys
  }

  @Override
  public boolean takesTokens() {
    return provider.isPresent();
  }

  @Override
  public Optional<String> token(SaslChannel channel, String token) {
    if (provider.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Username> name =
          provider.get().userOf(token).map(names::of).filter(credentials::admits);
      name.ifPresent(credentials::loggedIn);
      return name.map(Username::asString);
    } catch (ProviderUnavailable e) {
      throw new IllegalStateException("a token cannot be checked now", e);
    }
  }

  @Override
  public ScramSecret scram(SaslChannel channel, String user) {
    Username name = names.of(user);
    ScramKeys keys = credentials.scram(name);
    List<ScramKeys> others =
        credentials.admits(name)
            ? appPasswords.keys(name.asString(), channel.scope(), channel.peer())
            : List.of();
    return new ScramSecret(name.asString(), keys, others);
  }

  @Override
  public void loggedIn(SaslChannel channel, String user, ScramKeys with) {
    Username name = Username.of(user);
    credentials.loggedIn(name);
    appPasswords.used(name.asString(), with.storedKey(), channel.peer());
  }
}
