package org.godwit.search.text;

import java.text.Normalizer;

/**
 * Makes texts comparable whatever their case: i;unicode-casemap (RFC 5051), which takes letters
 * apart into what they are made of, so that {@code u} is found in {@code ü}.
 *
 * <p>What stands side by side stays so: folding two texts and joining them is the same as joining
 * them and folding that. So a text contains another exactly when its folded form does.
 *
 * <p>Besides 5051, what a ligature is taken apart into is folded too, and syllables of Hangul are
 * left whole: the first is found by its letters, the second is no prefix of another.
 */
public final class Casemap {

  private static final int TABLE = 0x3000;
  private static final String[] TABLED = new String[TABLE];

  static {
    for (int c = 0; c < TABLE; c++) {
      TABLED[c] = compute(c);
    }
  }

  private Casemap() {}

  /** The folded form of a text. */
  public static String fold(CharSequence text) {
    int length = text.length();
    StringBuilder folded = new StringBuilder(length + 16);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        folded.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
      } else if (c < TABLE) {
        folded.append(TABLED[c]);
      } else if (isPlain(c)) {
        folded.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        folded.append(compute(Character.toCodePoint(c, text.charAt(++i))));
      } else {
        folded.append(Character.isSurrogate(c) ? String.valueOf(c) : compute(c));
      }
    }
    return folded.toString();
  }

  /** Ideographs and syllables: the bulk of what is behind the table, and their own folded form. */
  private static boolean isPlain(char c) {
    return (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4);
  }

  private static String compute(int codePoint) {
    if (codePoint < Character.MAX_VALUE && Character.isSurrogate((char) codePoint)) {
      return String.valueOf((char) codePoint);
    }
    String title = Character.toString(Character.toTitleCase(codePoint));
    String apart = Normalizer.normalize(title, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(apart.length());
    apart.codePoints().forEach(c -> folded.appendCodePoint(Character.toTitleCase(c)));
    return folded.toString();
  }
}
