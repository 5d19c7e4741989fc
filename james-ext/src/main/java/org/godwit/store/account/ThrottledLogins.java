package org.godwit.store.account;

import java.net.InetAddress;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.sasl.LoginGuard;

/** Lets the doors ask {@link LoginThrottle}, and notes when somebody came in. */
@Singleton
final class ThrottledLogins implements LoginGuard {
  private final LoginThrottle throttle;
  private final Credentials credentials;
  private final LoginNames names;

  @Inject
  ThrottledLogins(LoginThrottle throttle, Credentials credentials, LoginNames names) {
    this.throttle = throttle;
    this.credentials = credentials;
    this.names = names;
  }

  @Override
  public boolean admits(InetAddress peer, String user) {
    return throttle.admit(peer, user).isZero();
  }

  @Override
  public void failed(InetAddress peer, String user) {
    // Counted when it was let in.
  }

  @Override
  public void succeeded(InetAddress peer, String user) {
    throttle.succeeded(peer, user);
    credentials.loggedIn(names.of(user));
  }

  @Override
  public void undecided(InetAddress peer, String user) {
    throttle.undecided(peer, user);
  }
}
