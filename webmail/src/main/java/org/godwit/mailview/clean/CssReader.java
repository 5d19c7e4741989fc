package org.godwit.mailview.clean;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.godwit.mailview.clean.CssToken.Kind;

/**
 * Reads CSS as browsers do (CSS Syntax 3 §4), so that no spelling of a word hides it from us: not
 * escapes, not comments, not capitals. Names come out in lower case but for what is case-sensitive.
 */
final class CssReader {
  private static final int END = -1;

  private final String css;
  private int at;
  private final List<CssToken> tokens = new ArrayList<>();

  private CssReader(String css) {
    this.css = css.replace("\r\n", "\n").replace('\r', '\n').replace('\f', '\n');
  }

  static List<CssToken> read(String css) {
    CssReader reader = new CssReader(css);
    while (reader.at < reader.css.length()) {
      reader.next();
    }
    return reader.tokens;
  }

  static boolean isNamePart(int c) {
    return isNameStart(c) || isDigit(c) || c == '-';
  }

  private static boolean isNameStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n';
  }

  private int peek(int ahead) {
    return at + ahead < css.length() ? css.charAt(at + ahead) : END;
  }

  private void add(Kind kind, String text) {
    tokens.add(new CssToken(kind, text));
  }

  private void next() {
    int c = peek(0);
    if (c == '/' && peek(1) == '*') {
      int end = css.indexOf("*/", at + 2);
      at = end < 0 ? css.length() : end + 2;
    } else if (isSpace(c)) {
      while (isSpace(peek(0))) {
        at++;
      }
      add(Kind.SPACE, " ");
    } else if (c == '"' || c == '\'') {
      string((char) c);
    } else if (startsNumber()) {
      number();
    } else if (startsName(0)) {
      named();
    } else if (c == '#' && (isNamePart(peek(1)) || startsEscape(1))) {
      at++;
      add(Kind.HASH, name());
    } else if (c == '@' && startsName(1)) {
      at++;
      add(Kind.AT, lower(name()));
    } else if (css.startsWith("<!--", at)) {
      at += 4;
    } else if (css.startsWith("-->", at)) {
      at += 3;
    } else {
      at++;
      boolean harmless = "{}[]();:,.>+~*|=^$!/%-".indexOf(c) >= 0;
      add(harmless ? Kind.MARK : Kind.BROKEN, harmless ? String.valueOf((char) c) : "");
    }
  }

  private void string(char quote) {
    at++;
    StringBuilder text = new StringBuilder();
    while (at < css.length()) {
      char c = css.charAt(at);
      if (c == quote) {
        at++;
        add(Kind.STRING, text.toString());
        return;
      }
      if (c == '\n') {
        add(Kind.BROKEN, "");
        return;
      }
      if (c != '\\') {
        text.append(c);
        at++;
      } else if (peek(1) == '\n') {
        at += 2;
      } else {
        text.appendCodePoint(escaped());
      }
    }
    add(Kind.STRING, text.toString()); // 4.3.5: the end of the text ends it too
  }

  private boolean startsNumber() {
    int c = peek(0);
    int sign = c == '+' || c == '-' ? 1 : 0;
    return isDigit(peek(sign)) || (peek(sign) == '.' && isDigit(peek(sign + 1)));
  }

  private void number() {
    int from = at;
    if (peek(0) == '+' || peek(0) == '-') {
      at++;
    }
    digits();
    if (peek(0) == '.' && isDigit(peek(1))) {
      at++;
      digits();
    }
    int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(1 + sign))) {
      at += 1 + sign;
      digits();
    }
    String value = css.substring(from, at);
    if (peek(0) == '%') {
      at++;
      add(Kind.NUMBER, value + "%");
    } else if (startsName(0)) {
      String unit = lower(name());
      boolean plain = unit.chars().allMatch(c -> c >= 'a' && c <= 'z');
      add(plain ? Kind.NUMBER : Kind.BROKEN, plain ? value + unit : "");
    } else {
      add(Kind.NUMBER, value);
    }
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private boolean startsEscape(int ahead) {
    return peek(ahead) == '\\' && peek(ahead + 1) != '\n' && peek(ahead + 1) != END;
  }

  private boolean startsName(int ahead) {
    int c = peek(ahead);
    if (c == '-') {
      int then = peek(ahead + 1);
      return isNameStart(then) || then == '-' || startsEscape(ahead + 1);
    }
    return isNameStart(c) || startsEscape(ahead);
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < css.length()) {
      if (isNamePart(peek(0))) {
        name.append(css.charAt(at++));
      } else if (startsEscape(0)) {
        name.appendCodePoint(escaped());
      } else {
        break;
      }
    }
    return name.toString();
  }

  /** §4.3.7: behind a backslash up to six hexadecimal digits and one space, or anything else. */
  private int escaped() {
    at++;
    int value = 0;
    int digits = 0;
    while (digits < 6 && Character.digit(peek(0), 16) >= 0 && peek(0) < 0x80) {
      value = value * 16 + Character.digit(peek(0), 16);
      digits++;
      at++;
    }
    if (digits == 0) {
      if (at >= css.length()) {
        return 0xFFFD;
      }
      int c = css.codePointAt(at);
      at += Character.charCount(c);
      return c;
    }
    if (isSpace(peek(0))) {
      at++;
    }
    boolean valid = value > 0 && value <= Character.MAX_CODE_POINT;
    return valid && !(value >= 0xD800 && value <= 0xDFFF) ? value : 0xFFFD;
  }

  private void named() {
    String name = name();
    if (peek(0) != '(') {
      add(Kind.NAME, name);
      return;
    }
    at++;
    if (!lower(name).equals("url")) {
      add(Kind.FUNCTION, lower(name));
      return;
    }
    int ahead = 0;
    while (isSpace(peek(ahead))) {
      ahead++;
    }
    if (peek(ahead) == '"' || peek(ahead) == '\'') {
      quotedUrl();
    } else {
      bareUrl();
    }
  }

  /** A function with a string in it, which is taken together as what it means. */
  private void quotedUrl() {
    skipSpace();
    string(css.charAt(at));
    CssToken string = tokens.removeLast();
    skipSpace();
    boolean closed = peek(0) == ')' || peek(0) == END;
    if (closed && string.kind() == Kind.STRING) {
      at++;
      add(Kind.URL, string.text());
    } else {
      skipToBracket();
      add(Kind.BROKEN, "");
    }
  }

  private void bareUrl() {
    skipSpace();
    StringBuilder url = new StringBuilder();
    while (at < css.length()) {
      int c = peek(0);
      if (c == ')') {
        break;
      }
      if (isSpace(c)) {
        skipSpace();
        if (peek(0) != ')' && peek(0) != END) {
          skipToBracket();
          add(Kind.BROKEN, "");
          return;
        }
      } else if (c == '"' || c == '\'' || c == '(' || c < ' ' || (c == '\\' && !startsEscape(0))) {
        skipToBracket();
        add(Kind.BROKEN, "");
        return;
      } else if (c == '\\') {
        url.appendCodePoint(escaped());
      } else {
        url.append((char) c);
        at++;
      }
    }
    at++;
    add(Kind.URL, url.toString());
  }

  private void skipSpace() {
    while (isSpace(peek(0))) {
      at++;
    }
  }

  /** §4.3.14: what is left of a bad address. */
  private void skipToBracket() {
    while (at < css.length() && peek(0) != ')') {
      if (startsEscape(0)) {
        escaped();
      } else {
        at++;
      }
    }
    at++;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
