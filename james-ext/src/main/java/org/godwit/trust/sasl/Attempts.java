package org.godwit.trust.sasl;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.godwit.trust.LoginCounts;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.ScramKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every mechanism does around its own work: asks whether it may, says how it went. */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final SaslSecrets secrets;
  private final LoginThrottle throttle;
  private final LoginCounts logins;
  private final Crowd crowd = new Crowd();

  Attempts(SaslSecrets secrets, LoginThrottle throttle, LoginCounts logins) {
    this.secrets = secrets;
    this.throttle = throttle;
    this.logins = logins;
  }

  SaslStep password(SaslChannel channel, String user, String password) {
    return admitted(
        channel,
        user,
        () -> {
          Optional<Proven> proven = secrets.verify(channel, user, password);
          proven.ifPresent(known -> succeeded(channel, user));
          return proven
              .<SaslStep>map(SaslStep.Success::of)
              .orElseGet(SaslStep.Failure.CREDENTIALS::step);
        });
  }

  /**
   * A token in place of a password.
   *
   * @param user whom the client names; empty is whoever the token is for
   */
  SaslStep token(SaslChannel channel, String user, String token) {
    // Nobody guesses a signature: only the address counts, so that no account can be slowed down.
    String who = "token of " + channel.peer().getHostAddress();
    return admitted(
        channel,
        who,
        () -> {
          Optional<String> name =
              secrets.token(channel, token).filter(known -> forOneself(user, known));
          name.ifPresent(known -> succeeded(channel, who));
          return name.<SaslStep>map(known -> SaslStep.Success.of(Proven.everywhere(known)))
              .orElseGet(SaslStep.Failure.CREDENTIALS::step);
        });
  }

  /**
   * Begins with a user's keys. The attempt counts as failed until {@link #proved}, and is {@link
   * #decided} by the client's next words.
   */
  SaslStep scram(SaslChannel channel, String user, Function<ScramSecret, SaslStep> step) {
    return admitted(
        channel,
        user,
        () -> {
          SaslStep challenge = step.apply(secrets.scram(channel, user));
          crowd.proving(channel.peer(), user);
          return challenge;
        });
  }

  /** The client has said all, right or wrong. */
  void decided(SaslChannel channel, String user) {
    crowd.proved(channel.peer(), user);
  }

  void proved(SaslChannel channel, String user, ScramSecret secret, ScramKeys with) {
    succeeded(channel, user);
    try {
      secrets.loggedIn(channel, secret.user(), with);
    } catch (RuntimeException unreachable) {
      LOG.warn("the time of a login cannot be noted", unreachable);
    }
  }

  private void succeeded(SaslChannel channel, String user) {
    throttle.succeeded(channel.peer(), user);
    logins.succeeded(channel.scope());
  }

  private SaslStep admitted(SaslChannel channel, String user, Supplier<SaslStep> step) {
    logins.began(channel.scope());
    InetAddress from = channel.peer();
    if (!crowd.admitted(from, user, () -> throttle.admit(from, user).isZero())) {
      logins.refused(channel.scope());
      return SaslStep.Failure.SLOWED.step();
    }
    crowd.checking(from, user);
    long begin = System.nanoTime();
    try {
      return step.get();
    } catch (RuntimeException unreadable) {
      throttle.undecided(from, user);
      LOG.warn("a login cannot be checked", unreadable);
      return SaslStep.Failure.UNAVAILABLE.step();
    } finally {
      crowd.checked(from, user);
      logins.took(channel.scope(), System.nanoTime() - begin);
    }
  }

  /**
   * Whether somebody logs in as nobody else. 4616 §2, 5802 §5.1: acting for another is a question
   * of rights, and nobody here has that right.
   *
   * @param actAs empty for oneself
   */
  static boolean forOneself(String actAs, String user) {
    return actAs.isEmpty() || actAs.equalsIgnoreCase(user);
  }

  /** Strict UTF-8 without NUL; empty when it is not. */
  static Optional<String> text(byte[] bytes, int from, int to) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
