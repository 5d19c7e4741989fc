package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Matches {@code *} and {@code ?} (RFC 5228 §2.7.1). A star takes as little as it can (RFC 5229
 * §3.2). Costs at most the product of both lengths.
 */
final class Glob {

  /** A part of a pattern: a letter, or the sign of a wildcard. */
  private record Part(int letter, boolean one, boolean many) {}

  private final List<Part> parts = new ArrayList<>();

  Glob(String pattern) {
    int[] letters = pattern.codePoints().toArray();
    for (int i = 0; i < letters.length; i++) {
      int letter = letters[i];
      if (letter == '\\' && i + 1 < letters.length) {
        parts.add(new Part(letters[++i], false, false));
      } else {
        parts.add(new Part(letter, letter == '?', letter == '*'));
      }
    }
  }

  int length() {
    return parts.size();
  }

  /**
   * Tries the whole text.
   *
   * @return the text, then what each wildcard took
   */
  Optional<List<String>> match(String text, Comparator comparator) {
    int[] letters = text.codePoints().toArray();
    int[] begin = new int[parts.size()];
    int[] end = new int[parts.size()];
    int star = -1;
    int at = 0;
    int part = 0;
    while (at < letters.length || part < parts.size()) {
      if (part < parts.size() && parts.get(part).many()) {
        star = part;
        begin[part] = at;
        end[part] = at;
        part++;
      } else if (part < parts.size()
          && at < letters.length
          && fits(parts.get(part), letters[at], comparator)) {
        begin[part] = at;
        end[part] = ++at;
        part++;
      } else if (star >= 0 && end[star] < letters.length) {
        at = ++end[star];
        part = star + 1;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(taken(text, letters, begin, end));
  }

  private static boolean fits(Part part, int letter, Comparator comparator) {
    return part.one() || comparator.same(part.letter(), letter);
  }

  private List<String> taken(String text, int[] letters, int[] begin, int[] end) {
    List<String> taken = new ArrayList<>();
    taken.add(text);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).one() || parts.get(i).many()) {
        taken.add(new String(letters, begin[i], end[i] - begin[i]));
      }
    }
    return taken;
  }
}
