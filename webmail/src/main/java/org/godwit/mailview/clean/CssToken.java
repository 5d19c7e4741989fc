package org.godwit.mailview.clean;

/**
 * A piece of CSS, with every escape resolved.
 *
 * @param text what it says: a name without its mark, a string without quotes, an address
 */
record CssToken(Kind kind, String text) {

  /** The kinds of CSS Syntax 3 §4, with all brackets and marks as {@code MARK}. */
  enum Kind {
    NAME,
    FUNCTION,
    AT,
    HASH,
    STRING,
    URL,
    NUMBER,
    SPACE,
    MARK,
    BROKEN
  }

  boolean is(char mark) {
    return kind == Kind.MARK && text.length() == 1 && text.charAt(0) == mark;
  }

  boolean isSpace() {
    return kind == Kind.SPACE;
  }

  /** As CSS again, in one spelling; nothing in it can end an element or an attribute. */
  String css() {
    return switch (kind) {
      case NAME -> name(text);
      case FUNCTION -> name(text) + "(";
      case AT -> "@" + name(text);
      case HASH -> "#" + letters(text);
      case STRING -> "\"" + quoted(text) + "\"";
      case URL -> "url(\"" + quoted(text) + "\")";
      case NUMBER -> text;
      case SPACE -> " ";
      case MARK -> text;
      case BROKEN -> "";
    };
  }

  private static String name(String text) {
    char first = text.charAt(0);
    boolean number = Character.isDigit(first) || (first == '-' && text.length() == 1);
    return number ? escape(first) + letters(text.substring(1)) : letters(text);
  }

  private static String letters(String text) {
    StringBuilder css = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      css.append(isLetter(c) ? String.valueOf(c) : escape(c));
    }
    return css.toString();
  }

  private static boolean isLetter(char c) {
    return CssReader.isNamePart(c);
  }

  private static String quoted(String text) {
    StringBuilder css = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c != 0x7F && "\"'\\<>&".indexOf(c) < 0;
      css.append(plain ? String.valueOf(c) : escape(c));
    }
    return css.toString();
  }

  private static String escape(char c) {
    return "\\" + Integer.toHexString(c) + " ";
  }
}
