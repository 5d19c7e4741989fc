package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * LOGIN: asks for the name, then for the password. Never standardised (draft-murchison-sasl-login),
 * but all that some clients speak.
 */
final class Login implements SaslExchange {
  private static final byte[] ASK_NAME = "Username:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ASK_PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

  private final Attempts attempts;
  private final SaslChannel channel;
  private boolean asked;
  private String user; // null until it is known

  private Login(Attempts attempts, SaslChannel channel) {
    this.attempts = attempts;
    this.channel = channel;
  }

  static SaslMechanism mechanism(Attempts attempts) {
    return new SaslMechanism(
        "LOGIN", false, SaslChannel::confidential, channel -> new Login(attempts, channel));
  }

  @Override
  public SaslStep next(byte[] response) {
    if (!asked && response.length == 0) {
      asked = true;
      return new SaslStep.Challenge(ASK_NAME.clone());
    }
    asked = true; // an initial response is the name
    Optional<String> text = Attempts.text(response, 0, response.length);
    if (text.isEmpty() || text.get().isEmpty()) {
      return SaslStep.Failure.MALFORMED.step();
    }
    if (user == null) {
      user = text.get();
      return new SaslStep.Challenge(ASK_PASSWORD.clone());
    }
    return attempts.password(channel, user, text.get());
  }
}
