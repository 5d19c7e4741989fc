package org.godwit.trust.sasl;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.godwit.trust.ScramKeys;

/** A user whose passwords take a while to check, as slow hashes do; counts what was looked at. */
final class CrowdedUser implements SaslSecrets {
  private final OneUser one;
  private final AtomicInteger checks = new AtomicInteger();

  CrowdedUser(OneUser one) {
    this.one = one;
  }

  int checks() {
    return checks.get();
  }

  @Override
  public Optional<Proven> verify(SaslChannel channel, String user, String password) {
    checks.incrementAndGet();
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return one.verify(channel, user, password);
  }

  @Override
  public ScramSecret scram(SaslChannel channel, String user) {
    return one.scram(channel, user);
  }

  @Override
  public void loggedIn(SaslChannel channel, String user, ScramKeys with) {
    one.loggedIn(channel, user, with);
  }
}
