package org.godwit.search.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a header field says to a reader: encoded words (RFC 2047) decoded, odd octets guessed. */
public final class HeaderText {

  // 2047 §2. Spaces inside are forbidden, and seen.
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?\\s]{1,60})\\?([bBqQ])\\?([^?]{0,10000})\\?=");

  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private String charset = "";

  private HeaderText() {}

  /**
   * Decodes a value.
   *
   * @param value unfolded, one octet in each character
   */
  public static String decode(String value) {
    String plain = value.replace("\0", "").replace('\t', ' '); // where a line was folded
    return plain.contains("=?") ? new HeaderText().words(plain) : octets(plain);
  }

  private String words(String value) {
    Matcher word = WORD.matcher(value);
    int end = 0;
    while (word.find()) {
      String between = value.substring(end, word.start());
      if (end == 0 || !between.isBlank()) { // 2047 §6.2: white space between two words is none
        flush();
        text.append(octets(between));
      }
      add(charset(word.group(1)), bytes(word.group(2), word.group(3)));
      end = word.end();
    }
    flush();
    text.append(octets(value.substring(end)));
    return text.toString();
  }

  private static String charset(String named) {
    int language = named.indexOf('*'); // 2231 §5
    return (language < 0 ? named : named.substring(0, language)).toLowerCase(Locale.ROOT);
  }

  /** A character may be cut by the end of a word, against the rules: its halves are joined. */
  private void add(String named, byte[] bytes) {
    if (!named.equals(charset)) {
      flush();
      charset = named;
    }
    pending.writeBytes(bytes);
  }

  private void flush() {
    if (pending.size() > 0) {
      text.append(Charsets.decode(pending.toByteArray(), charset).replace("\0", ""));
      pending.reset();
    }
  }

  private static byte[] bytes(String encoding, String encoded) {
    return encoding.equalsIgnoreCase("b") ? base64(encoded) : q(encoded);
  }

  private static byte[] base64(String encoded) {
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return encoded.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] q(String encoded) { // 2047 §4.2
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int high = c == '=' && i + 2 < encoded.length() ? digit(encoded.charAt(i + 1)) : -1;
      int low = high < 0 ? -1 : digit(encoded.charAt(i + 2));
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c == '_' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  private static int digit(char c) {
    return Character.digit(c, 16);
  }

  /** Text of one octet in each character: UTF-8 if it can be (6532 §3.2). */
  static String octets(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return Charsets.guess(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return text;
  }
}
