package org.godwit.search.strings;

import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.strings.TextRow.Piece;

/** The tokens of a row, as Lucene wants them. Can be read again after a reset. */
final class RowTokens extends TokenStream {

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final BytesRef bytes = new BytesRef(Token.LONGEST * 3);
  private final List<Piece> pieces;
  private int piece;
  private int at;
  private boolean begun;

  RowTokens(List<Piece> pieces) {
    this.pieces = pieces;
  }

  @Override
  public void reset() {
    piece = 0;
    at = 0;
    begun = false;
  }

  @Override
  public boolean incrementToken() {
    if (piece == pieces.size()) {
      return false;
    }
    clearAttributes();
    Piece now = pieces.get(piece);
    if (!begun && now.named()) {
      term.setBytesRef(Token.name(now.name()));
    } else if (at < now.text().length()) {
      int to = Token.end(now.text(), at, now.text().length());
      bytes.length = Token.write(now.text(), at, to, bytes.bytes, 0);
      term.setBytesRef(bytes);
      at = to;
    } else {
      term.setBytesRef(Token.end());
      piece++;
      at = 0;
      begun = false;
      return true;
    }
    begun = true;
    return true;
  }

  /** How many there are. */
  int count() {
    int count = 0;
    for (Piece one : pieces) {
      count += one.named() ? 2 : 1;
      int length = one.text().length();
      for (int from = 0; from < length; from = Token.end(one.text(), from, length)) {
        count++;
      }
    }
    return count;
  }

  /** Whether one of them was cut because it is too long. */
  boolean hasLong() {
    for (Piece one : pieces) {
      String text = one.text();
      for (int from = 0, to; from < text.length(); from = to) {
        to = Token.end(text, from, text.length());
        if (to < text.length() && !Token.isCut(text.charAt(to - 1), text.charAt(to))) {
          return true;
        }
      }
    }
    return false;
  }
}
