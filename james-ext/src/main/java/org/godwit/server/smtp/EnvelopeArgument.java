package org.godwit.server.smtp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The argument of MAIL and RCPT: {@code FROM:<path> [SP parameters]}. RFC 5321 §4.1.2.
 *
 * @param path what stands between the angle brackets
 * @param parameters values by keyword in upper case, in the order they came; empty for none
 */
record EnvelopeArgument(String path, Map<String, String> parameters) {

  private static final int LONGEST_PATH = 256 * 4; // 5321 §4.5.3.1.3, and UTF-8 is longer
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Pattern VALUE = Pattern.compile("[^= \\x00-\\x1f\\x7f]+");

  /**
   * Takes an argument apart.
   *
   * @param argument null when the command had none
   * @param word {@code FROM} or {@code TO}
   */
  static EnvelopeArgument parse(String argument, String word) throws BadArgument {
    String start = word + ":";
    if (argument == null || !argument.regionMatches(true, 0, start, 0, start.length())) {
      throw new BadArgument(501, "5.5.4 Expected " + start + "<address>");
    }
    String text = argument.substring(start.length()).strip(); // a blank here is common
    int end = text.startsWith("<") ? closingBracket(text) : -1;
    if (end < 0 || end > LONGEST_PATH) {
      throw new BadArgument(501, "5.1.7 Expected an address in angle brackets");
    }
    String rest = text.substring(end + 1);
    if (!rest.isEmpty() && rest.charAt(0) != ' ') {
      throw new BadArgument(501, "5.5.4 Expected a space behind the address");
    }
    return new EnvelopeArgument(text.substring(1, end), parameters(rest));
  }

  private static int closingBracket(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static Map<String, String> parameters(String text) throws BadArgument {
    Map<String, String> found = new LinkedHashMap<>();
    for (String parameter : text.strip().split(" +", 20)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      boolean good =
          KEYWORD.matcher(keyword).matches() && (equals < 0 || VALUE.matcher(value).matches());
      if (!good || found.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
        throw new BadArgument(501, "5.5.4 A parameter is malformed or given twice");
      }
    }
    return found;
  }
}
