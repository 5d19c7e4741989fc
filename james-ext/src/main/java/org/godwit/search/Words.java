package org.godwit.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.text.Letters;

/**
 * The words of a folded text, for people's searches: runs of letters and digits; ideographs and the
 * like in pairs, for nobody says where their words end. A word with marks above its letters is
 * found without them too.
 */
final class Words {

  /** Longer ones are no words, and nobody types them. */
  static final int LONGEST = 64;

  /** Begins a term that is a word without its marks. */
  static final char BARED = '\u0001';

  private Words() {}

  /** All words of a text, in their order, as often as they stand there. */
  static List<String> of(String folded) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < folded.length()) {
      char c = folded.charAt(at);
      if (Letters.isPaired(c)) {
        int end = at + 1;
        while (end < folded.length() && Letters.isPaired(folded.charAt(end))) {
          end++;
        }
        pairs(folded, at, end, words);
        at = end;
      } else if (Letters.isLetter(c)) {
        int end = at + 1;
        while (end < folded.length() && Letters.isLetter(folded.charAt(end))) {
          end++;
        }
        word(folded, at, end, words);
        at = end;
      } else {
        at++;
      }
    }
    return words;
  }

  private static void pairs(String text, int from, int to, List<String> words) {
    if (to - from == 1) {
      words.add(text.substring(from, to));
    }
    for (int i = from; i + 1 < to; i++) {
      words.add(text.substring(i, i + 2));
    }
  }

  private static void word(String text, int from, int to, List<String> words) {
    if (to - from <= LONGEST) {
      words.add(text.substring(from, to));
    }
  }

  /** The same without the marks above its letters; itself when there are none. */
  static String bare(String word) {
    StringBuilder bare = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      if (!Letters.isMark(word.charAt(i))) {
        bare.append(word.charAt(i));
      }
    }
    return bare.length() == word.length() || bare.isEmpty() ? word : bare.toString();
  }

  /** As terms of an index: each word as it is, and bare where it has marks. */
  static List<BytesRef> terms(String folded) {
    List<BytesRef> terms = new ArrayList<>();
    for (String word : of(folded)) {
      terms.add(new BytesRef(word));
      String bare = bare(word);
      if (!bare.equals(word)) {
        terms.add(bared(bare));
      }
    }
    return terms;
  }

  /** The term of words that have marks, and are this without them. */
  static BytesRef bared(String bare) {
    return new BytesRef(BARED + bare);
  }
}
