package org.godwit.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.godwit.search.text.MessageText;
import org.godwit.search.text.MessageTextReader;
import org.godwit.store.mailbox.MessageView;

/** Gets the texts of messages: from the index, or from the messages themselves. */
final class Texts {

  private static final int ALL = 1 << 30;
  private static final Set<String> STORED =
      Set.of(Documents.HEADER, Documents.INNER, Documents.BODY, Documents.ATTACHED);

  private Texts() {}

  /** The texts alone, as the index has them: what else is known of a message it answers itself. */
  static MessageText stored(IndexSearcher searcher, int document) throws IOException {
    StoredFields fields = searcher.storedFields();
    Document found = fields.document(document, STORED);
    return new MessageText(
        text(found, Documents.HEADER),
        text(found, Documents.INNER),
        text(found, Documents.BODY),
        text(found, Documents.ATTACHED),
        Optional.empty(),
        false,
        List.of(),
        false);
  }

  private static String text(Document document, String field) {
    String text = document.get(field);
    return text == null ? "" : text;
  }

  /** All text of a message, however long it is. */
  static MessageText whole(MessageView.Bytes bytes) throws IOException {
    try (InputStream in = bytes.open()) {
      return MessageTextReader.read(in.readAllBytes(), ALL);
    }
  }
}
