package org.godwit.search;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.godwit.search.text.MessageText;
import org.godwit.search.text.MessageTextReader;
import org.godwit.store.mailbox.MessageView;

/** Gets the texts of messages: from the index, or from the messages themselves. */
final class Texts {

  private Texts() {}

  /** What attachments say, as far as they were read. */
  static String attached(IndexSearcher searcher, int document) throws IOException {
    StoredFields fields = searcher.storedFields();
    String text = fields.document(document, Set.of(Documents.ATTACHED)).get(Documents.ATTACHED);
    return text == null ? "" : text;
  }

  /** All text of a message; what is too long for the index is read when it is asked. */
  static MessageText whole(MessageView.Bytes bytes) throws IOException {
    return MessageTextReader.read(bytes, CatchUp.MOST_TEXT);
  }
}
