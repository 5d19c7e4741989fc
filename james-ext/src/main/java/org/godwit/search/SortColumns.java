package org.godwit.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;
import org.godwit.store.mailbox.SortKeys;

/**
 * What messages are sorted and threaded by, as columns of an index. Reads those of one segment, by
 * ascending document, for one thread.
 */
final class SortColumns {

  private static final String SENT = "sort.sent";
  private static final String REFERENCES = "sort.references";
  private static final byte REPLY = 1;

  private static final Map<SortKeys.Key, String> TEXTS =
      new EnumMap<>(
          Map.of(
              SortKeys.Key.SUBJECT, "sort.subject",
              SortKeys.Key.FROM, "sort.from",
              SortKeys.Key.TO, "sort.to",
              SortKeys.Key.CC, "sort.cc",
              SortKeys.Key.DISPLAY_FROM, "sort.display.from",
              SortKeys.Key.DISPLAY_TO, "sort.display.to"));

  private final NumericDocValues sent;
  private final BinaryDocValues references;
  private final boolean wantsReferences;
  private final Map<SortKeys.Key, Text> texts = new EnumMap<>(SortKeys.Key.class);

  SortColumns(LeafReader segment, Set<SortKeys.Key> wanted) throws IOException {
    sent = wanted.contains(SortKeys.Key.SENT) ? DocValues.getNumeric(segment, SENT) : null;
    references = DocValues.getBinary(segment, REFERENCES);
    wantsReferences = wanted.contains(SortKeys.Key.REFERENCES);
    for (Map.Entry<SortKeys.Key, String> column : TEXTS.entrySet()) {
      if (wanted.contains(column.getKey())) {
        texts.put(column.getKey(), new Text(DocValues.getSorted(segment, column.getValue())));
      }
    }
  }

  /** A column of texts, each of which is read once. */
  private static final class Text {
    private final SortedDocValues values;
    private final String[] read;

    Text(SortedDocValues values) {
      this.values = values;
      this.read = new String[values.getValueCount()];
    }

    String get(int document) throws IOException {
      if (!values.advanceExact(document)) {
        return "";
      }
      int which = values.ordValue();
      if (read[which] == null) {
        read[which] = values.lookupOrd(which).utf8ToString();
      }
      return read[which];
    }
  }

  /** Adds the columns of a message. */
  static void add(Document document, SortKeys keys) {
    keys.sent().ifPresent(at -> document.add(new NumericDocValuesField(SENT, at)));
    text(document, SortKeys.Key.SUBJECT, keys.subject());
    text(document, SortKeys.Key.FROM, keys.from());
    text(document, SortKeys.Key.TO, keys.to());
    text(document, SortKeys.Key.CC, keys.cc());
    text(document, SortKeys.Key.DISPLAY_FROM, keys.displayFrom());
    text(document, SortKeys.Key.DISPLAY_TO, keys.displayTo());
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES * (1 + keys.references().size()));
    bytes.put(keys.reply() ? REPLY : 0).putLong(keys.id());
    keys.references().forEach(bytes::putLong);
    document.add(new BinaryDocValuesField(REFERENCES, new BytesRef(bytes.array())));
  }

  private static void text(Document document, SortKeys.Key key, String text) {
    if (!text.isEmpty()) {
      document.add(new SortedDocValuesField(TEXTS.get(key), new BytesRef(text)));
    }
  }

  /**
   * What was wanted of a document; null when it has no columns.
   *
   * @param document of the segment, behind the one before
   */
  SortKeys read(int document) throws IOException {
    if (!references.advanceExact(document)) {
      return null;
    }
    boolean reply = false;
    long id = 0;
    List<Long> ids = List.of();
    if (wantsReferences) {
      BytesRef value = references.binaryValue();
      ByteBuffer bytes = ByteBuffer.wrap(value.bytes, value.offset, value.length);
      reply = bytes.get() == REPLY;
      id = bytes.getLong();
      ids = new ArrayList<>();
      while (bytes.hasRemaining()) {
        ids.add(bytes.getLong());
      }
    }
    return new SortKeys(
        sent != null && sent.advanceExact(document)
            ? OptionalLong.of(sent.longValue())
            : OptionalLong.empty(),
        text(SortKeys.Key.SUBJECT, document),
        reply,
        text(SortKeys.Key.FROM, document),
        text(SortKeys.Key.TO, document),
        text(SortKeys.Key.CC, document),
        text(SortKeys.Key.DISPLAY_FROM, document),
        text(SortKeys.Key.DISPLAY_TO, document),
        id,
        ids);
  }

  private String text(SortKeys.Key key, int document) throws IOException {
    Text column = texts.get(key);
    return column == null ? "" : column.get(document);
  }
}
