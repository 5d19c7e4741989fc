package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.godwit.jmap.Json;
import org.godwit.search.text.Charsets;

/**
 * The text of a part (8621 §4.1.4).
 *
 * @param isEncodingProblem whether octets were no text, or the charset is unknown
 */
record BodyValue(String value, boolean isEncodingProblem, boolean isTruncated) {

  private static final Set<String> ENCODINGS =
      Set.of("7bit", "8bit", "binary", "base64", "quoted-printable");

  /**
   * Decodes it.
   *
   * @param bytes out of their transfer encoding
   * @param most octets of UTF-8; 0 for all
   */
  static BodyValue of(Part part, byte[] bytes, long most) {
    String charset = part.charset().orElse("us-ascii");
    String text = Charsets.decode(bytes, charset).replace("\r\n", "\n").replace("\0", "");
    boolean problem =
        text.indexOf('\uFFFD') >= 0
            || !isKnown(charset)
            || (charset.equalsIgnoreCase("us-ascii") && hasEightBits(bytes))
            || !ENCODINGS.contains(part.content().encoding().strip());
    String cut = most <= 0 ? text : cut(text, most, part.type().equals("text/html"));
    return new BodyValue(cut, problem, cut.length() < text.length());
  }

  private static boolean isKnown(String charset) {
    try {
      return Charset.isSupported(charset.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }

  private static boolean hasEightBits(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return true;
      }
    }
    return false;
  }

  /** Never inside a character, nor inside a tag (8621 §4.2). */
  private static String cut(String text, long most, boolean html) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= most) {
      return text;
    }
    int end = 0;
    long octets = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      octets += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      if (octets > most) {
        break;
      }
      end += Character.charCount(character);
    }
    if (html) {
      int tag = text.lastIndexOf('<', end - 1);
      int close = text.indexOf('>', Math.max(0, tag));
      if (end > 0 && tag >= 0 && (close < 0 || close >= end)) {
        end = tag;
      }
    }
    return text.substring(0, end);
  }

  ObjectNode json() {
    return Json.object()
        .put("value", value)
        .put("isEncodingProblem", isEncodingProblem)
        .put("isTruncated", isTruncated);
  }
}
