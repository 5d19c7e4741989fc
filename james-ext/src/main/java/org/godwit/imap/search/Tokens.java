package org.godwit.imap.search;

import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** The small things that a command is written with. */
final class Tokens {

  private static final int MOST_DIGITS = 18;

  private Tokens() {}

  /** The next word in upper case, up to a blank, a parenthesis or the end of the line. */
  static String word(ImapRequestLineReader in) throws DecodingException {
    StringBuilder word = new StringBuilder();
    for (char c = in.nextWordChar(); " ()\r\n".indexOf(c) < 0; c = in.nextChar()) {
      word.append(in.consume());
    }
    if (word.isEmpty()) {
      throw wrong("a word is missing");
    }
    return word.toString().toUpperCase(Locale.ROOT);
  }

  /** A number that is 0 or more. */
  static long number(ImapRequestLineReader in) throws DecodingException {
    return number(word(in));
  }

  static long number(String digits) throws DecodingException {
    boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!plain || digits.length() > MOST_DIGITS + 1) {
      throw wrong("not a number");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw wrong("not a number");
    }
  }

  static DecodingException wrong(String why) {
    return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, why);
  }
}
