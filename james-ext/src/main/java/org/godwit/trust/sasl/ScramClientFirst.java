package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's first message, RFC 5802 §7.
 *
 * @param header the GS2 header with both its commas, which the final message must repeat
 * @param binding the channel binding asked for; null when none
 * @param unaware {@code n}: the client knows no channel binding; false with {@code y}, "I do, but I
 *     believe that you do not"
 * @param actAs empty when the client acts for itself
 * @param bare what follows the header, as it is signed
 */
record ScramClientFirst(
    String header,
    String binding,
    boolean unaware,
    String actAs,
    String bare,
    String user,
    String nonce) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "((?:(n|y)|p=([A-Za-z0-9.-]{1,64})),(?:a=([^,]*))?,)"
              + "(n=([^,]+),r=([\\x21-\\x2b\\x2d-\\x7e]{1,256})(?:,[A-Za-z]=[^,]*)*)");

  /**
   * Reads one.
   *
   * @return empty when the message is not of that form, or has an extension that we must know (m=)
   */
  static Optional<ScramClientFirst> parse(byte[] message) {
    Matcher shape = SHAPE.matcher(Attempts.text(message, 0, message.length).orElse(""));
    if (!shape.matches()) {
      return Optional.empty();
    }
    Optional<String> user = name(shape.group(6));
    Optional<String> actAs = name(shape.group(4) == null ? "" : shape.group(4));
    if (user.isEmpty() || actAs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ScramClientFirst(
            shape.group(1),
            shape.group(3),
            "n".equals(shape.group(2)),
            actAs.get(),
            shape.group(5),
            user.get(),
            shape.group(7)));
  }

  // 5802 §5.1: "=2C" is a comma, "=3D" an equals sign, any other "=" is an error.
  private static Optional<String> name(String raw) {
    if (raw.replace("=2C", "").replace("=3D", "").indexOf('=') >= 0) {
      return Optional.empty();
    }
    return Optional.of(raw.replace("=2C", ",").replace("=3D", "="));
  }

  byte[] headerBytes() {
    return header.getBytes(StandardCharsets.UTF_8);
  }
}
