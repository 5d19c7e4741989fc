package org.godwit.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.godwit.search.text.LongTexts;
import org.godwit.search.text.MessageText;
import org.godwit.search.text.MessageTextReader;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.SortKeys;

/** Gets the texts of messages: from the index, or from the messages themselves. */
final class Texts {

  private Texts() {}

  /** The few fields that the index keeps, of which people ask most. */
  static MessageText envelope(IndexSearcher searcher, int document) throws IOException {
    String header = stored(searcher, document, Documents.ENVELOPE);
    return new MessageText(
        header,
        "",
        "",
        "",
        LongTexts.NONE,
        "",
        Optional.empty(),
        SortKeys.NONE,
        false,
        List.of(),
        false);
  }

  /** What attachments say, as far as they were read. */
  static String attached(IndexSearcher searcher, int document) throws IOException {
    return stored(searcher, document, Documents.ATTACHED);
  }

  private static String stored(IndexSearcher searcher, int document, String field)
      throws IOException {
    StoredFields fields = searcher.storedFields();
    String text = fields.document(document, Set.of(field)).get(field);
    return text == null ? "" : text;
  }

  /** All text of a message; what is too long for the index is read when it is asked. */
  static MessageText whole(MessageView.Bytes bytes) throws IOException {
    return MessageTextReader.read(bytes, CatchUp.MOST_TEXT);
  }
}
