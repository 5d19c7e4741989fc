package org.godwit.search.text;

/** What characters of a folded text are to words. */
public final class Letters {

  private Letters() {}

  public static boolean isLetter(char c) {
    return c < 0x80
        ? (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
        : (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || isMark(c)) && !isPaired(c);
  }

  public static boolean isMark(char c) {
    return c >= 0x300 && Character.getType(c) == Character.NON_SPACING_MARK && !isPaired(c);
  }

  public static boolean isPaired(char c) {
    return (c >= 0x2E80 && c < 0xA4D0 && c != 0x3000 && Character.isLetterOrDigit(c))
        || c == 0x3099
        || c == 0x309A
        || (c >= 0xAC00 && c < 0xD7A4)
        || (c >= 0xE00 && c < 0xE80 && c != 0xE3F)
        || (c >= 0xE80 && c < 0xF00)
        || (c >= 0x1000 && c < 0x10A0)
        || (c >= 0x1780 && c < 0x1800);
  }
}
