package org.godwit.search.strings;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/** The texts of one field of a document, in which strings are found. For one document. */
public final class TextRow {

  private static final FieldType POSITIONS = type();

  private final List<Piece> pieces = new ArrayList<>();
  private boolean cut;

  /** Part of the row that no string crosses the end of; a field has a name, which may be empty. */
  record Piece(boolean named, String name, String text) {}

  private static FieldType type() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.setOmitNorms(true);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  /** Adds texts, each ended by {@link MessageText#END}. */
  public TextRow texts(String ended) {
    String folded = Casemap.fold(ended);
    int from = 0;
    while (from < folded.length()) {
      int end = folded.indexOf(MessageText.END, from);
      int to = end < 0 ? folded.length() : end;
      if (to > from) {
        pieces.add(new Piece(false, "", folded.substring(from, to)));
      }
      from = to + 1;
    }
    return this;
  }

  /** Adds a field; its text is {@code name: value}. */
  public TextRow field(String name, String value) {
    String folded = Casemap.fold(name);
    if (folded.length() > Token.LONGEST) {
      cut = true;
      return texts(name + ": " + value);
    }
    pieces.add(new Piece(true, folded, Casemap.fold(value)));
    return this;
  }

  /**
   * Adds it to a document.
   *
   * @return whether a token was too long: then there may be strings that are not found, while all
   *     that are found are there
   */
  public boolean addTo(Document document, String field) {
    if (pieces.isEmpty()) {
      return false;
    }
    RowTokens tokens = new RowTokens(pieces);
    document.add(new Field(field, tokens, POSITIONS));
    document.add(new NumericDocValuesField(sizeOf(field), tokens.count()));
    return cut || tokens.hasLong();
  }

  /** The column that says how many tokens of a field a document has. */
  static String sizeOf(String field) {
    return field + ".n";
  }
}
