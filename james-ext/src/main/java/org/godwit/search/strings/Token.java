package org.godwit.search.strings;

import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.text.Letters;

/**
 * A piece of a folded text: a run of letters and digits, or an ideograph, with what stands behind
 * it until the next of them. As a term of the index, each of its characters is written as UTF-8 is,
 * and each half of a surrogate pair by itself; so no byte of it is one of the marks.
 */
final class Token {

  /** Longer ones are cut; the longest term of an index has some 32,000 bytes. */
  static final int LONGEST = 1_000;

  /** Is between the terms of a dictionary; no term has it. */
  static final char BETWEEN = 0xFF;

  /** Begins a term that is the name of a field. */
  static final byte NAME = (byte) 0xFE;

  private static final BytesRef END = new BytesRef(new byte[] {(byte) 0xFD});

  private Token() {}

  /** The term that ends what belongs together. */
  static BytesRef end() {
    return END;
  }

  /** Behind the token that begins here. */
  static int end(String folded, int from, int to) {
    int at = from + 1;
    int most = Math.min(to, from + LONGEST);
    while (at < most && !isCut(folded.charAt(at - 1), folded.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Whether a text is cut between two characters. */
  static boolean isCut(char before, char after) {
    boolean paired = Letters.isPaired(after);
    if (!paired && !Letters.isLetter(after)) {
      return false;
    }
    return paired || !Letters.isLetter(before);
  }

  /** Tells where each token of a string begins, and where the last one ends. */
  static int[] cuts(String folded) {
    int[] cuts = new int[folded.length() + 1];
    int count = 0;
    for (int i = 0; i < folded.length(); i++) {
      if (i == 0 || isCut(folded.charAt(i - 1), folded.charAt(i))) {
        cuts[count++] = i;
      }
    }
    cuts[count++] = folded.length();
    return Arrays.copyOf(cuts, count);
  }

  /** As a term. */
  static BytesRef term(String folded) {
    byte[] bytes = new byte[folded.length() * 3];
    return new BytesRef(bytes, 0, write(folded, 0, folded.length(), bytes, 0));
  }

  /** The name of a field, as a term. */
  static BytesRef name(String folded) {
    byte[] bytes = new byte[folded.length() * 3 + 3];
    bytes[0] = NAME;
    int end = write(folded, 0, folded.length(), bytes, 1);
    bytes[end] = ':';
    bytes[end + 1] = ' ';
    return new BytesRef(bytes, 0, end + 2);
  }

  /** Writes characters; returns behind the last byte. */
  static int write(String text, int from, int to, byte[] bytes, int start) {
    int at = start;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xC0 | c >> 6);
        bytes[at++] = (byte) (0x80 | (c & 0x3F));
      } else {
        bytes[at++] = (byte) (0xE0 | c >> 12);
        bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[at++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    return at;
  }

  static boolean contains(BytesRef term, BytesRef part) {
    for (int from = 0; from + part.length <= term.length; from++) {
      if (matches(term, from, part)) {
        return true;
      }
    }
    return false;
  }

  static boolean endsWith(BytesRef term, BytesRef part) {
    return part.length <= term.length && matches(term, term.length - part.length, part);
  }

  private static boolean matches(BytesRef term, int from, BytesRef part) {
    int at = term.offset + from;
    return Arrays.equals(
        term.bytes, at, at + part.length, part.bytes, part.offset, part.offset + part.length);
  }
}
