package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Raw eight-bit words of a header as encoded words (2047 §4.2). */
final class EncodedWords {

  private static final String GLUED =
      "[^\\s()<>@,;:\"\\[\\]\\x80-\\xff]*[\\x80-\\xff][^\\s()<>@,;:\"\\[\\]]*";

  /**
   * Octets above 127 and what is glued to them, as Latin-1; several such words in a row with what
   * is between them, since readers drop blanks between encoded words (2047 §6.2).
   */
  private static final Pattern WORDS = Pattern.compile(GLUED + "(?:\\s+" + GLUED + ")*");

  /** Octets in one encoded word, each three characters: 2047 §2 allows 75 in all. */
  private static final int MOST = 14;

  private EncodedWords() {}

  /**
   * A field with its words encoded.
   *
   * @param field its octets as Latin-1
   */
  static String of(String field) {
    return WORDS
        .matcher(field)
        .replaceAll(found -> Matcher.quoteReplacement(encoded(found.group())));
  }

  private static String encoded(String words) {
    byte[] octets = words.replaceAll("[\r\n]", "").getBytes(ISO_8859_1);
    String charset = isUtf8(octets) ? "utf-8" : "unknown-8bit"; // 1428 §3
    StringBuilder text = new StringBuilder();
    int inWord = 0;
    for (int i = 0; i < octets.length; i++) {
      boolean inside = charset.equals("utf-8") && (octets[i] & 0xc0) == 0x80;
      if (i == 0 || (inWord >= MOST && !inside)) { // 2047 §5: never within a character
        text.append(i == 0 ? "" : "?=\r\n ").append("=?").append(charset).append("?Q?");
        inWord = 0;
      }
      text.append("=%02X".formatted(octets[i] & 0xff));
      inWord++;
    }
    return text.append("?=").toString();
  }

  private static boolean isUtf8(byte[] octets) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
      return true;
    } catch (CharacterCodingException otherBytes) {
      return false;
    }
  }
}
