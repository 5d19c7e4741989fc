package org.godwit.trust.sasl;

import java.util.Optional;

/** PLAIN: {@code [authzid] NUL authcid NUL passwd} in one message. RFC 4616 §2. */
final class Plain {
  private final Attempts attempts;

  private Plain(Attempts attempts) {
    this.attempts = attempts;
  }

  static SaslMechanism mechanism(Attempts attempts) {
    Plain plain = new Plain(attempts);
    return new SaslMechanism(
        "PLAIN", true, SaslChannel::confidential, channel -> one -> plain.check(channel, one));
  }

  private SaslStep check(SaslChannel channel, byte[] message) {
    int first = indexOfNul(message, 0);
    int second = first < 0 ? -1 : indexOfNul(message, first + 1);
    if (second < 0) {
      return SaslStep.Failure.MALFORMED.step();
    }
    Optional<String> actAs = Attempts.text(message, 0, first);
    Optional<String> user = Attempts.text(message, first + 1, second);
    Optional<String> password = Attempts.text(message, second + 1, message.length);
    if (actAs.isEmpty() || user.isEmpty() || password.isEmpty() || user.get().isEmpty()) {
      return SaslStep.Failure.MALFORMED.step();
    }
    if (!Attempts.forOneself(actAs.get(), user.get())) {
      return SaslStep.Failure.CREDENTIALS.step();
    }
    return attempts.password(channel, user.get(), password.get());
  }

  private static int indexOfNul(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
