package org.godwit.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Grows a response, octet by octet, in the grammar of 9051 §9. Characters are octets. */
final class ResponseText {

  private static final int LONGEST_QUOTED = 4096;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  /** Words of the protocol, as they are. */
  ResponseText raw(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      out.write(ascii.charAt(i));
    }
    return this;
  }

  ResponseText number(long number) {
    return raw(Long.toString(number));
  }

  /** {@code nstring}: NIL when there is nothing. */
  ResponseText nstring(Optional<String> text) {
    return text.isPresent() ? string(text.get()) : raw("NIL");
  }

  /** {@code string}: quoted where that is allowed, else a literal. */
  ResponseText string(String text) {
    if (!canBeQuoted(text)) {
      return literal(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.write('\\');
      }
      out.write(c);
    }
    out.write('"');
    return this;
  }

  ResponseText literal(byte[] octets) {
    raw("{").number(octets.length).raw("}\r\n");
    out.writeBytes(octets);
    return this;
  }

  /** 9051 §4.3: quoted strings hold no octet above 127, no CR, LF or NUL. */
  private static boolean canBeQuoted(String text) {
    if (text.length() > LONGEST_QUOTED) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 126 || c == '\r' || c == '\n' || c == 0) {
        return false;
      }
    }
    return true;
  }

  byte[] octets() {
    return out.toByteArray();
  }
}
