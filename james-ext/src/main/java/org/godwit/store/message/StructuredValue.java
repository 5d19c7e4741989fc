package org.godwit.store.message;

import java.util.ArrayList;
import java.util.List;
import org.godwit.store.message.ContentFields.Parameter;

/**
 * A value with parameters, such as {@code text/plain; charset="utf-8"} (2045 §5.1), without
 * comments and quotes.
 *
 * @param value what stands before the first semicolon
 * @param parameters in their order, names in lower case
 */
record StructuredValue(String value, List<Parameter> parameters) {

  static StructuredValue parse(String text) {
    List<Parameter> parameters = new ArrayList<>();
    int[] at = {0};
    String value = token(text, at, ";").strip();
    while (at[0] < text.length()) {
      at[0]++; // the semicolon
      String name = HeaderFields.lower(token(text, at, ";=").strip());
      if (at[0] < text.length() && text.charAt(at[0]) == '=') { // else it is no parameter
        at[0]++;
        String said = token(text, at, ";");
        if (!name.isEmpty()) {
          parameters.add(new Parameter(name, said));
        }
      }
    }
    return new StructuredValue(value, parameters);
  }

  /** Reads up to one of the marks, leaves out comments, takes quotes off. */
  private static String token(String text, int[] at, String marks) {
    StringBuilder token = new StringBuilder();
    int keep = 0; // what was quoted is not stripped
    while (at[0] < text.length() && marks.indexOf(text.charAt(at[0])) < 0) {
      char c = text.charAt(at[0]);
      if (c == '"') {
        quoted(text, at, token);
        keep = token.length();
      } else if (c == '(') {
        skipComment(text, at);
      } else {
        if (!isWhite(c) || !token.isEmpty()) {
          token.append(c);
        }
        at[0]++;
      }
    }
    while (token.length() > keep && isWhite(token.charAt(token.length() - 1))) {
      token.setLength(token.length() - 1);
    }
    return token.toString();
  }

  private static boolean isWhite(char c) {
    return c == ' ' || c == '\t';
  }

  private static void quoted(String text, int[] at, StringBuilder token) {
    at[0]++;
    while (at[0] < text.length() && text.charAt(at[0]) != '"') {
      if (text.charAt(at[0]) == '\\' && at[0] + 1 < text.length()) {
        at[0]++;
      }
      token.append(text.charAt(at[0]++));
    }
    at[0]++;
  }

  private static void skipComment(String text, int[] at) {
    int depth = 0;
    for (; at[0] < text.length(); at[0]++) {
      char c = text.charAt(at[0]);
      if (c == '\\') {
        at[0]++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        at[0]++;
        return;
      }
    }
  }
}
