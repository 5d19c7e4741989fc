package org.godwit.mailflow.outbound;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said to one command (5321 §4.2).
 *
 * @param code 200 to 599
 * @param lines the text behind the code, one or more lines
 */
record Reply(int code, List<String> lines) {

  // 2034 §4: the enhanced code is the first word of the text
  private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: .*|$)");

  Reply {
    lines = List.copyOf(lines);
  }

  boolean positive() {
    return code / 100 == 2;
  }

  boolean permanent() {
    return code / 100 == 5;
  }

  /** The enhanced status code (3463), or one that says no more than the class of the reply. */
  String status() {
    int kind = permanent() ? 5 : positive() ? 2 : 4;
    Matcher enhanced = ENHANCED.matcher(lines.getFirst());
    if (enhanced.matches() && enhanced.group(1).charAt(0) - '0' == kind) {
      return enhanced.group(1);
    }
    return kind + ".0.0";
  }

  /** The whole reply in one line, as 3464 §2.3.6 wants it for a diagnostic code. */
  String text() {
    return code + " " + String.join(" ", lines);
  }
}
