package org.godwit.server.sieve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strings of the protocol, which are UTF-8. RFC 5804 §1.2. */
final class SieveTexts {

  private SieveTexts() {}

  /** Strict UTF-8; empty when it is not, or has NUL. */
  static Optional<String> strict(SieveToken token) {
    if (!(token instanceof SieveToken.Text text)) {
      return Optional.empty();
    }
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.bytes())).toString();
      return decoded.indexOf('\0') < 0 ? Optional.of(decoded) : Optional.empty();
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  static String lenient(SieveToken.Text text) {
    return new String(text.bytes(), StandardCharsets.UTF_8);
  }

  /** A script's name. */
  static Optional<String> name(SieveToken token) {
    return strict(token).filter(SieveLanguage::isName);
  }
}
