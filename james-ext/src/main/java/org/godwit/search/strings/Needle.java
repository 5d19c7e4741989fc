package org.godwit.search.strings;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * A string that is looked for, as rows of parts: a text contains it when one of the rows is in the
 * text, each part in a token, one behind the other.
 *
 * @param folded not empty
 * @param rows of which each token of a text may match one
 */
record Needle(String folded, List<List<Part>> rows) {

  /** How a part is in a token; the last two, in one that is the name of a field. */
  enum Where {
    INSIDE,
    END,
    WHOLE,
    BEGINNING,
    INSIDE_NAME,
    END_OF_NAME
  }

  /** Of a string, what one token has of it. */
  record Part(Where where, BytesRef text) {
    static Part of(Where where, String text) {
      return new Part(where, Token.term(text));
    }
  }

  Needle {
    rows = List.copyOf(rows);
  }

  static Needle of(String folded) {
    List<List<Part>> rows = new ArrayList<>();
    List<Part> usual = cut(folded, true);
    rows.add(usual);
    // The name of a field is one token with the colon and the blank behind it, whatever it has
    // inside, and the value is cut off it, whatever it begins with.
    if (usual.size() > 1) {
      rows.add(List.of(Part.of(Where.INSIDE_NAME, folded)));
    }
    int most = Math.min(folded.length() - 1, Token.LONGEST + 2);
    for (int at = folded.indexOf(' '); at >= 0 && at < most; at = folded.indexOf(' ', at + 1)) {
      if (at == 0 || folded.charAt(at - 1) == ':') {
        List<Part> field = new ArrayList<>();
        field.add(Part.of(Where.END_OF_NAME, folded.substring(0, at + 1)));
        field.addAll(cut(folded.substring(at + 1), false));
        rows.add(field);
      }
    }
    return new Needle(folded, rows);
  }

  /**
   * Cuts it.
   *
   * @param anywhere false when the string begins where a token begins
   */
  private static List<Part> cut(String folded, boolean anywhere) {
    int[] cuts = Token.cuts(folded);
    int last = cuts.length - 2;
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      Where where =
          i == last
              ? i == 0 && anywhere ? Where.INSIDE : Where.BEGINNING
              : i == 0 && anywhere ? Where.END : Where.WHOLE;
      parts.add(Part.of(where, folded.substring(cuts[i], cuts[i + 1])));
    }
    return parts;
  }
}
