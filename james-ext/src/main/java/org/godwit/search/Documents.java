package org.godwit.search;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/** A message as a document of the index, and the names of its fields. */
final class Documents {

  static final String ID = "id";
  static final String STATE = "state";
  static final String FIELD_NAME = "field";
  static final String SENT_DAY = "sent.day";
  static final String SENT_AT = "sent.at";

  // Stored, as MessageText has them.
  static final String ENVELOPE = "envelope";
  static final String ATTACHED = "attached";
  static final String SKIPPED = "skipped";

  static final String FILES_READ = "files.read";

  /** A text of a message that has grams, words, or both. */
  enum Text {
    HEADER("h", true, false),
    INNER("i", true, false),
    BODY("b", true, true),
    ATTACHED("a", true, true),
    SUBJECT("s", true, true),
    FROM("f", true, true),
    TO("t", true, true),
    CC("c", true, true),
    FILES("n", false, true);

    final String grams;
    final String words;

    Text(String letter, boolean grams, boolean words) {
      this.grams = grams ? "g." + letter : "";
      this.words = words ? "w." + letter : "";
    }
  }

  /** What {@link #STATE} says. */
  enum State {
    /** A file comes with it. */
    ATTACHMENT,
    /** There is more text than is indexed: nothing may be concluded from what is not found. */
    CUT,
    /** Its attachments are still to be read. */
    UNREAD,
    /** All of its attachments were read. */
    READ,
    /** One of its attachments could not be read. */
    UNREADABLE
  }

  private static final FieldType TERMS = type();
  private static final Set<String> KEPT = Set.of("from", "to", "cc", "bcc", "subject");

  private Documents() {}

  private static FieldType type() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS);
    type.setOmitNorms(true);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  /**
   * What became of the files of a message.
   *
   * @param text of those that were read
   * @param read how many that are
   * @param skipped why others were not, a line each
   */
  record Attached(String text, int read, List<String> skipped) {}

  /** A message whose files are not read yet. */
  static Document of(UUID id, MessageText text) {
    Document document = basis(id, text);
    if (!text.files().isEmpty()) {
      state(document, State.UNREAD);
    }
    return document;
  }

  /** A message whose files were read, as far as they could be. */
  static Document of(UUID id, MessageText text, Attached attached) {
    Document document = basis(id, text);
    state(document, attached.skipped().isEmpty() ? State.READ : State.UNREADABLE);
    stored(document, ATTACHED, attached.text());
    stored(document, SKIPPED, String.join("\n", attached.skipped()));
    document.add(new NumericDocValuesField(FILES_READ, attached.read()));
    String folded = Casemap.fold(attached.text());
    grams(document, Text.ATTACHED, folded);
    words(document, Text.ATTACHED, folded);
    return document;
  }

  /** A message that nobody can read: all that is known is that it is there. */
  static Document unreadable(UUID id) {
    Document document = named(id);
    state(document, State.CUT);
    return document;
  }

  private static Document named(UUID id) {
    Document document = new Document();
    document.add(new StringField(ID, bytes(id), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, bytes(id)));
    return document;
  }

  private static Document basis(UUID id, MessageText text) {
    Document document = named(id);
    if (text.attachment()) {
      state(document, State.ATTACHMENT);
    }
    if (text.cut()) {
      state(document, State.CUT);
    }
    text.fieldNames()
        .forEach(name -> document.add(new StringField(FIELD_NAME, name, Field.Store.NO)));
    text.sent()
        .ifPresent(
            sent -> {
              document.add(new LongPoint(SENT_DAY, sent.day()));
              document.add(new LongPoint(SENT_AT, sent.millis()));
            });
    texts(document, text);
    SortColumns.add(document, text.keys());
    return document;
  }

  private static void texts(Document document, MessageText text) {
    stored(document, ENVELOPE, text.fieldsNamed(KEPT));
    grams(document, Text.HEADER, blanks(text.header()));
    grams(document, Text.INNER, Casemap.fold(text.inner()));
    words(document, Text.FILES, Casemap.fold(names(text)));
    String body = Casemap.fold(text.body());
    grams(document, Text.BODY, new Grams().add(body).add(Casemap.fold(text.markup())));
    words(document, Text.BODY, body);
    String subject = joined(text.values("subject"));
    grams(document, Text.SUBJECT, blanks(subject));
    words(document, Text.SUBJECT, Casemap.fold(subject));
    both(document, Text.FROM, addresses(text, "from"));
    both(document, Text.TO, addresses(text, "to"));
    both(document, Text.CC, addresses(text, "cc"));
  }

  /** As it is written, and with one blank where there are many. */
  private static Grams blanks(String text) {
    Grams grams = new Grams().add(Casemap.fold(text));
    String single = MessageText.oneBlank(text);
    return single.equals(text) ? grams : grams.add(Casemap.fold(single));
  }

  private static String names(MessageText text) {
    return text.files().stream()
        .map(MessageText.FilePart::name)
        .collect(Collectors.joining(String.valueOf(MessageText.END)));
  }

  private static String addresses(MessageText text, String name) {
    return joined(
        text.values(name).stream()
            .flatMap(value -> MessageText.addressTexts(value).stream())
            .toList());
  }

  private static String joined(List<String> texts) {
    return String.join(String.valueOf(MessageText.END), texts);
  }

  private static void both(Document document, Text where, String text) {
    String folded = Casemap.fold(text);
    grams(document, where, folded);
    words(document, where, folded);
  }

  private static void grams(Document document, Text where, String folded) {
    grams(document, where, new Grams().add(folded));
  }

  private static void grams(Document document, Text where, Grams grams) {
    List<BytesRef> terms = grams.terms();
    if (!terms.isEmpty()) {
      document.add(new Field(where.grams, new TermStream(terms), TERMS));
    }
  }

  private static void words(Document document, Text where, String folded) {
    if (!folded.isEmpty()) {
      document.add(new Field(where.words, new TermStream(Words.terms(folded)), TERMS));
    }
  }

  private static void stored(Document document, String name, String text) {
    if (!text.isEmpty()) {
      document.add(new StoredField(name, text));
    }
  }

  private static void state(Document document, State state) {
    document.add(new StringField(STATE, state.name(), Field.Store.NO));
  }

  /** Finds a message. */
  static Term id(UUID id) {
    return new Term(ID, bytes(id));
  }

  /** Finds all in a state. */
  static Term state(State state) {
    return new Term(STATE, state.name());
  }

  private static BytesRef bytes(UUID id) {
    return new BytesRef(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  /** Reads what {@link #ID} holds. */
  static UUID id(BytesRef bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
