package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From letters to words (RFC 5228 §8.1). Lines may end in CRLF or LF. Used once. */
final class Lexer {
  private static final int LONGEST_WORD = 64;
  private static final long LARGEST = Integer.MAX_VALUE; // 5228 §2.4.1

  private final String script;
  private int at;
  private int line = 1;

  Lexer(String script) {
    this.script = script;
  }

  List<Token> tokens() throws SieveProblem {
    List<Token> tokens = new ArrayList<>();
    skipBlank();
    while (at < script.length()) {
      tokens.add(next());
      skipBlank();
    }
    tokens.add(new Token.End(line));
    return tokens;
  }

  private void skipBlank() throws SieveProblem {
    while (at < script.length()) {
      char c = script.charAt(at);
      if (c == '#') {
        skipLine();
      } else if (script.startsWith("/*", at)) {
        skipComment();
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\uFEFF') {
        step();
      } else {
        return;
      }
    }
  }

  private void skipLine() {
    while (at < script.length() && script.charAt(at) != '\n') {
      at++;
    }
  }

  private void skipComment() throws SieveProblem {
    int start = line;
    int end = script.indexOf("*/", at + 2);
    if (end < 0) {
      throw new SieveProblem(start, "a comment has no end");
    }
    while (at < end + 2) {
      step();
    }
  }

  private char step() {
    char c = script.charAt(at++);
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private Token next() throws SieveProblem {
    char c = script.charAt(at);
    if (c == '"') {
      return quoted();
    }
    if (c == ':') {
      at++;
      return new Token.Tag(line, word());
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (";,()[]{}".indexOf(c) >= 0) {
      at++;
      return new Token.Mark(line, c);
    }
    String word = word();
    if (word.equals("text") && at < script.length() && script.charAt(at) == ':') {
      return multiLine();
    }
    return new Token.Word(line, word);
  }

  private String word() throws SieveProblem {
    int start = at;
    while (at < script.length() && isPartOfWord(script.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw new SieveProblem(line, "this sign has no meaning here: " + shown());
    }
    if (at - start > LONGEST_WORD) {
      throw new SieveProblem(line, "a name is too long");
    }
    return script.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private String shown() {
    return at < script.length() ? script.substring(at, at + 1) : "the end";
  }

  private static boolean isPartOfWord(char c) {
    return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
  }

  private Token number() throws SieveProblem {
    long value = 0;
    while (at < script.length() && Character.digit(script.charAt(at), 10) >= 0) {
      value = value * 10 + Character.digit(script.charAt(at++), 10);
      requireNotTooLarge(value);
    }
    if (at < script.length()) {
      int shift = // 5228 §2.4.1: powers of 2^10
          switch (Character.toUpperCase(script.charAt(at))) {
            case 'K' -> 10;
            case 'M' -> 20;
            case 'G' -> 30;
            default -> 0;
          };
      at += shift > 0 ? 1 : 0;
      value <<= shift;
    }
    return new Token.Numeral(line, value);
  }

  private void requireNotTooLarge(long value) throws SieveProblem {
    if (value > LARGEST) {
      throw new SieveProblem(line, "a number is too large");
    }
  }

  private Token quoted() throws SieveProblem {
    int start = line;
    StringBuilder text = new StringBuilder();
    at++;
    while (at < script.length()) {
      char c = step();
      if (c == '"') {
        return new Token.Text(start, text.toString());
      }
      if (c == '\\' && at < script.length()) {
        c = step(); // 5228 §2.4.2: a backslash before any other letter means nothing
      }
      requireNotNul(c);
      text.append(c);
    }
    throw new SieveProblem(start, "a text has no closing quote");
  }

  private Token multiLine() throws SieveProblem {
    int start = line;
    at++; // the colon
    while (at < script.length() && (script.charAt(at) == ' ' || script.charAt(at) == '\t')) {
      at++;
    }
    if (at < script.length() && script.charAt(at) == '#') {
      skipLine();
    }
    if (script.startsWith("\r", at)) {
      at++;
    }
    if (!script.startsWith("\n", at)) {
      throw new SieveProblem(start, "a new line has to follow text:");
    }
    step();
    StringBuilder text = new StringBuilder();
    while (at < script.length()) {
      String one = wholeLine();
      if (one.equals(".")) {
        return new Token.Text(start, text.toString());
      }
      // 5228 §2.4.2: "lines beginning with a dot have it removed"
      text.append(one.startsWith(".") ? one.substring(1) : one).append("\r\n");
    }
    throw new SieveProblem(start, "text: has no line with a single dot at its end");
  }

  private String wholeLine() throws SieveProblem {
    int start = at;
    while (at < script.length() && script.charAt(at) != '\n') {
      requireNotNul(script.charAt(at));
      at++;
    }
    int end = at > start && script.charAt(at - 1) == '\r' ? at - 1 : at;
    if (at < script.length()) {
      step();
    }
    return script.substring(start, end);
  }

  private void requireNotNul(char c) throws SieveProblem {
    if (c == '\0') { // 5228 §2.4.2
      throw new SieveProblem(line, "a text holds a NUL");
    }
  }
}
