package org.godwit.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.text.MessageText;

/**
 * The strings of one, two and three characters that are in a folded text, each once. A text that
 * contains a needle has all grams of the needle; for a needle of up to three characters that is the
 * answer, for a longer one a filter. No gram holds a {@link MessageText#END}.
 */
final class Grams {

  static final int LONGEST = 3;
  private static final int BITS = 16;
  private static final int LENGTH = 60; // above three characters, how many there are
  private static final long EMPTY = 0;

  private long[] table = new long[1024];
  private int size;

  /** Adds the grams of a folded text. */
  Grams add(String folded) {
    long two = 0;
    int run = 0;
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c == MessageText.END) {
        run = 0;
        two = 0;
        continue;
      }
      run++;
      insert(c | 1L << LENGTH);
      if (run > 1) {
        insert((two << BITS & 0xFFFF_0000L) | c | 2L << LENGTH);
      }
      if (run > 2) {
        insert((two << BITS & 0xFFFF_FFFF_0000L) | c | 3L << LENGTH);
      }
      two = two << BITS | c;
    }
    return this;
  }

  private void insert(long gram) {
    if (size * 2 >= table.length) {
      grow();
    }
    int at = slot(table, gram);
    if (table[at] == EMPTY) {
      table[at] = gram;
      size++;
    }
  }

  private static int slot(long[] table, long gram) {
    long hash = gram * 0x9E37_79B9_7F4A_7C15L;
    int at = (int) (hash >>> 40) & (table.length - 1);
    while (table[at] != EMPTY && table[at] != gram) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long gram : table) {
      if (gram != EMPTY) {
        larger[slot(larger, gram)] = gram;
      }
    }
    table = larger;
  }

  /** All of them, as terms of an index. */
  List<BytesRef> terms() {
    List<BytesRef> terms = new ArrayList<>(size);
    for (long gram : table) {
      if (gram != EMPTY) {
        terms.add(term(gram));
      }
    }
    return terms;
  }

  private static BytesRef term(long gram) {
    int characters = (int) (gram >>> LENGTH);
    byte[] bytes = new byte[LONGEST * 3];
    int length = 0;
    for (int i = characters - 1; i >= 0; i--) {
      length = put(bytes, length, (int) (gram >>> (i * BITS)) & 0xFFFF);
    }
    return new BytesRef(Arrays.copyOf(bytes, length));
  }

  /** As UTF-8 does, but each half of a surrogate pair by itself. */
  private static int put(byte[] bytes, int at, int c) {
    if (c < 0x80) {
      bytes[at] = (byte) c;
      return at + 1;
    }
    if (c < 0x800) {
      bytes[at] = (byte) (0xC0 | c >> 6);
      bytes[at + 1] = (byte) (0x80 | (c & 0x3F));
      return at + 2;
    }
    bytes[at] = (byte) (0xE0 | c >> 12);
    bytes[at + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[at + 2] = (byte) (0x80 | (c & 0x3F));
    return at + 3;
  }

  /** What all texts with this needle have: the needle itself when it is short, else its threes. */
  static List<BytesRef> required(String needle) {
    List<BytesRef> required = new ArrayList<>();
    int length = Math.min(LONGEST, needle.length());
    for (int from = 0; from + length <= needle.length(); from++) {
      byte[] bytes = new byte[LONGEST * 3];
      int end = 0;
      for (int i = from; i < from + length; i++) {
        end = put(bytes, end, needle.charAt(i));
      }
      required.add(new BytesRef(Arrays.copyOf(bytes, end)));
    }
    return required.stream().distinct().toList();
  }
}
