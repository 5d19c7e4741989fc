package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * OAUTHBEARER (RFC 7628) and the older XOAUTH2, which most clients speak: a token of the OpenID
 * provider instead of a password. After a failure the client is told about it, and answers with one
 * more message that means nothing.
 */
final class Bearer implements SaslExchange {
  private static final String SEPARATOR = "\u0001"; // 7628 §3.1: kvsep
  private static final byte[] FAILURE =
      "{\"status\":\"invalid_token\",\"scope\":\"openid email\"}"
          .getBytes(StandardCharsets.US_ASCII); // 7628 §3.2.2

  private final Attempts attempts;
  private final SaslChannel channel;
  private final boolean standard;
  private SaslStep.Refused told; // null until the client was told of a failure

  private Bearer(Attempts attempts, SaslChannel channel, boolean standard) {
    this.attempts = attempts;
    this.channel = channel;
    this.standard = standard;
  }

  /**
   * @param standard OAUTHBEARER, and not XOAUTH2
   * @param on whether there is a provider at all
   */
  static SaslMechanism mechanism(Attempts attempts, boolean standard, Predicate<SaslChannel> on) {
    return new SaslMechanism(
        standard ? "OAUTHBEARER" : "XOAUTH2",
        true,
        on.and(SaslChannel::confidential),
        channel -> new Bearer(attempts, channel, standard));
  }

  @Override
  public SaslStep next(byte[] response) {
    if (told != null) {
      return told;
    }
    Optional<String> text = Attempts.text(response, 0, response.length);
    Optional<SaslStep> step = text.flatMap(standard ? this::standard : this::older);
    if (step.isEmpty()) {
      return SaslStep.Failure.MALFORMED.step();
    }
    if (step.get() instanceof SaslStep.Refused refused
        && refused.why() == SaslStep.Failure.CREDENTIALS) {
      told = refused;
      return new SaslStep.Challenge(FAILURE.clone());
    }
    return step.get();
  }

  // 7628 §3.1: gs2-header kvsep *kvpair kvsep
  private Optional<SaslStep> standard(String message) {
    List<String> parts = Arrays.asList(message.split(SEPARATOR, -1));
    String[] header = parts.getFirst().split(",", -1);
    if (header.length != 3 || !(header[0].equals("n") || header[0].equals("y"))) {
      return Optional.empty();
    }
    String actAs = header[1].startsWith("a=") ? unescaped(header[1].substring(2)) : "";
    return token(parts).map(token -> attempts.token(channel, actAs, token));
  }

  private Optional<SaslStep> older(String message) {
    List<String> parts = Arrays.asList(message.split(SEPARATOR, -1));
    if (!parts.getFirst().startsWith("user=")) {
      return Optional.empty();
    }
    String user = parts.getFirst().substring("user=".length());
    return token(parts).map(token -> attempts.token(channel, user, token));
  }

  // 5801 §4: a comma and an equals sign are written in hexadecimal
  private static String unescaped(String name) {
    return name.replace("=2C", ",").replace("=3D", "=");
  }

  private static Optional<String> token(List<String> parts) {
    return parts.stream()
        .filter(part -> part.toLowerCase(Locale.ROOT).startsWith("auth=bearer "))
        .map(part -> part.substring("auth=bearer ".length()).strip())
        .filter(token -> !token.isEmpty())
        .findFirst();
  }
}
