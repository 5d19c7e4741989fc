package org.godwit.trust.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every mechanism does around its own work: ask the guard, report to it, hide faults. */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final SaslSecrets secrets;
  private final LoginGuard guard;

  Attempts(SaslSecrets secrets, LoginGuard guard) {
    this.secrets = secrets;
    this.guard = guard;
  }

  SaslStep password(SaslChannel channel, String user, String password) {
    return guarded(
        channel,
        user,
        () ->
            secrets
                .verify(user, password)
                .map(name -> succeeded(channel, user, name, new byte[0]))
                .orElseGet(() -> failed(channel, user)));
  }

  Optional<ScramSecret> scram(String user) {
    return secrets.scram(user);
  }

  /**
   * Runs a step that reads secrets: not when the guard says no, and with an answer when it fails.
   */
  SaslStep guarded(SaslChannel channel, String user, Supplier<SaslStep> step) {
    if (!guard.admits(channel.peer(), user)) {
      return SaslStep.Failure.SLOWED.step();
    }
    try {
      return step.get();
    } catch (RuntimeException unreadable) {
      LOG.warn("A login cannot be checked", unreadable);
      guard.undecided(channel.peer(), user);
      return SaslStep.Failure.UNAVAILABLE.step();
    }
  }

  SaslStep succeeded(SaslChannel channel, String user, String name, byte[] data) {
    guard.succeeded(channel.peer(), user);
    return new SaslStep.Success(name, data);
  }

  SaslStep failed(SaslChannel channel, String user) {
    guard.failed(channel.peer(), user);
    return SaslStep.Failure.CREDENTIALS.step();
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
