package org.godwit.trust.sasl;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's final message, RFC 5802 §7.
 *
 * @param binding header and channel binding data, base64 taken off
 * @param signed the message up to the proof, as it is signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
record ScramClientFinal(byte[] binding, String nonce, String signed, byte[] proof) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(c=([A-Za-z0-9+/=]+),r=([\\x21-\\x2b\\x2d-\\x7e]+)(?:,[A-Za-z]=[^,]*)*?),"
              + "p=([A-Za-z0-9+/=]+)");

  static Optional<ScramClientFinal> parse(byte[] message) {
    Matcher shape = SHAPE.matcher(Attempts.text(message, 0, message.length).orElse(""));
    if (!shape.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ScramClientFinal(
              Base64.getDecoder().decode(shape.group(2)),
              shape.group(3),
              shape.group(1),
              Base64.getDecoder().decode(shape.group(4))));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
