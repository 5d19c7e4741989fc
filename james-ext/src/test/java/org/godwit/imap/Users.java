package org.godwit.imap;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.Scope;
import org.godwit.trust.ScramKeys;
import org.godwit.trust.sasl.Proven;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSecrets;
import org.godwit.trust.sasl.ScramSecret;

/** Alice and Bob, whose password is {@link #PASSWORD}. */
final class Users implements SaslSecrets {
  static final String PASSWORD = "secret";
  static final String FOR_IMAP_ONLY = "of-one-program";

  static Sasl sasl() {
    return new Sasl(new Users(), new LoginThrottle(InstantSource.system()));
  }

  static FakeAuthenticator authenticator(String... users) {
    FakeAuthenticator known = new FakeAuthenticator();
    for (String user : users) {
      known.addUser(Username.of(user), PASSWORD);
    }
    return known;
  }

  @Override
  public Optional<Proven> verify(SaslChannel channel, String user, String password) {
    if (!user.equals("alice") && !user.equals("bob")) {
      return Optional.empty();
    }
    return switch (password) {
      case PASSWORD -> Optional.of(Proven.everywhere(user));
      case FOR_IMAP_ONLY -> Optional.of(new Proven(user, Set.of(Scope.IMAP)));
      default -> Optional.empty();
    };
  }

  @Override
  public ScramSecret scram(SaslChannel channel, String user) {
    return new ScramSecret(user, new ScramKeys(new byte[16], 4096, new byte[32], new byte[32]));
  }

  @Override
  public void loggedIn(SaslChannel channel, String user, ScramKeys with) {
    throw new AssertionError("nobody has such a key");
  }
}
