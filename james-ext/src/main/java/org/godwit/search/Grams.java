package org.godwit.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.text.MessageText;

/**
 * The strings of three characters that are in a folded text, each once. A text that contains a
 * needle has all grams of the needle. Behind what belongs together stand two marks, so that each
 * character starts a gram: a shorter needle is in the texts that have a gram which starts with it.
 */
final class Grams {

  static final int LENGTH = 3;
  private static final int BITS = 16;
  private static final long THREE = 0xFFFF_FFFF_FFFFL;
  private static final long EMPTY = 0;
  private static final char MARK = MessageText.END; // is in no needle

  private long[] table = new long[1024];
  private int size;

  /** Adds the grams of a folded text. */
  Grams add(String folded) {
    long last = 0;
    int run = 0;
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c == MessageText.END) {
        end(last, run);
        run = 0;
        continue;
      }
      last = ((last << BITS) | c) & THREE;
      run++;
      if (run >= LENGTH) {
        insert(last);
      }
    }
    end(last, run);
    return this;
  }

  private void end(long last, int run) {
    if (run >= 2) {
      insert(((last << BITS) | MARK) & THREE);
    }
    if (run >= 1) {
      insert(((last << (2 * BITS)) | (MARK << BITS) | MARK) & THREE);
    }
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
    byte[] bytes = new byte[LENGTH * 3];
    int length = 0;
    for (int i = LENGTH - 1; i >= 0; i--) {
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

  /** What all texts with this needle have; it is at least as long as a gram. */
  static List<BytesRef> required(String needle) {
    List<BytesRef> required = new ArrayList<>();
    for (int from = 0; from + LENGTH <= needle.length(); from++) {
      required.add(start(needle.substring(from, from + LENGTH)));
    }
    return required.stream().distinct().toList();
  }

  /** How grams start that start with these few characters. */
  static BytesRef start(String few) {
    byte[] bytes = new byte[few.length() * 3];
    int length = 0;
    for (int i = 0; i < few.length(); i++) {
      length = put(bytes, length, few.charAt(i));
    }
    return new BytesRef(Arrays.copyOf(bytes, length));
  }
}
