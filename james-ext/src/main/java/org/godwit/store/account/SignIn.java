package org.godwit.store.account;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.store.StoreException;
import org.godwit.trust.LoginThrottle;

/**
 * How a person signs in with a browser: the password, then the second factor if they have one.
 * Guessing at either is slowed down as at all doors. Safe for many threads.
 */
@Singleton
public final class SignIn {

  /** How a step went. */
  public sealed interface Outcome {
    /** They are who they say. */
    record Done(String name) implements Outcome {}

    /** The password is right; the second factor is still to come. */
    record Next(String name) implements Outcome {}

    /** Something is wrong; what, is not told. */
    record Wrong() implements Outcome {}

    /** Too many failures; trying again makes sense after this time. */
    record Slowed(Duration pause) implements Outcome {}
  }

  private final Credentials credentials;
  private final SecondFactors factors;
  private final LoginNames names;
  private final LoginThrottle throttle;

  @Inject
  SignIn(Credentials credentials, SecondFactors factors, LoginNames names, LoginThrottle throttle) {
    this.credentials = credentials;
    this.factors = factors;
    this.names = names;
    this.throttle = throttle;
  }

  /**
   * The first step.
   *
   * @param user as it was typed
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public Outcome password(InetAddress from, String user, String password) {
    Username name = names.of(user);
    return admitted(
        from,
        name.asString(),
        () ->
            switch (credentials.check(name, password)) {
              case WRONG -> new Outcome.Wrong();
              case RIGHT -> new Outcome.Done(name.asString());
              case HALF -> new Outcome.Next(name.asString());
            });
  }

  /**
   * The second step, of somebody whose password was right.
   *
   * @param name as the first step told it
   * @param code of the generator, or a recovery code
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public Outcome code(InetAddress from, String name, String code) {
    return admitted(
        from,
        name,
        () -> {
          if (!factors.take(name, code)) {
            return new Outcome.Wrong();
          }
          credentials.loggedIn(Username.of(name));
          return new Outcome.Done(name);
        });
  }

  /**
   * Whether somebody may come in with a passkey, which is two factors: what one has, and what one
   * knows or is.
   *
   * @param name whose passkey it is
   * @param proof whether it signed
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public Outcome passkey(InetAddress from, String name, BooleanSupplier proof) {
    return admitted(
        from,
        name,
        () -> {
          if (!proof.getAsBoolean() || !credentials.admits(Username.of(name))) {
            return new Outcome.Wrong();
          }
          credentials.loggedIn(Username.of(name));
          return new Outcome.Done(name);
        });
  }

  /**
   * Whether somebody whom the OpenID provider names may come in. Their second factor is the
   * provider's business.
   *
   * @param address as the provider tells it
   */
  public Outcome provider(String address) {
    Username name = names.of(address);
    if (!credentials.admits(name)) {
      return new Outcome.Wrong();
    }
    credentials.loggedIn(name);
    return new Outcome.Done(name.asString());
  }

  private Outcome admitted(
      InetAddress from, String name, java.util.function.Supplier<Outcome> step) {
    Duration wait = throttle.admit(from, name);
    if (!wait.isZero()) {
      return new Outcome.Slowed(wait);
    }
    try {
      Outcome outcome = step.get();
      switch (outcome) {
        case Outcome.Done done -> throttle.succeeded(from, name);
        case Outcome.Next next -> throttle.undecided(from, name); // no friend on half the proof
        default -> {}
      }
      return outcome;
    } catch (StoreException e) {
      throttle.undecided(from, name);
      throw e;
    }
  }
}
