package org.godwit.search;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
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
import org.godwit.search.strings.TextRow;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/** A message as a document of the index, and the names of its fields. */
final class Documents {

  static final String ID = "id";
  static final String STATE = "state";
  static final String SENT_DAY = "sent.day";
  static final String SENT_AT = "sent.at";

  // Stored.
  static final String ATTACHED = "attached";
  static final String SKIPPED = "skipped";

  static final String FILES_READ = "files.read";

  /** Texts in which strings are found (9051 §6.4.4). */
  enum Strings {
    /** The message's own fields, and the fields of its parts and names of files without a name. */
    HEADER("h"),
    /** Fields whose values have runs of blanks, with one blank for each. */
    BLANKS("o"),
    /** Fields of addresses, as people read them. */
    ADDRESSES("p"),
    BODY("b"),
    ATTACHED("a");

    final String field;

    Strings(String letter) {
      this.field = "s." + letter;
    }
  }

  /** Texts in which words are found. */
  enum Text {
    BODY("b"),
    ATTACHED("a"),
    SUBJECT("s"),
    FROM("f"),
    TO("t"),
    CC("c"),
    FILES("n");

    final String words;

    Text(String letter) {
      this.words = "w." + letter;
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
  private static final Set<String> OF_ADDRESSES = Set.of("from", "to", "cc", "bcc");

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
    strings(document, Strings.ATTACHED, new TextRow().texts(attached.text()));
    words(document, Text.ATTACHED, Casemap.fold(attached.text()));
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
    TextRow header = new TextRow();
    TextRow blanks = new TextRow();
    TextRow addresses = new TextRow();
    text.fields(
        (name, value) -> {
          header.field(name, value);
          String single = MessageText.oneBlank(value);
          if (!single.equals(value)) {
            blanks.field(name, single);
          }
          if (OF_ADDRESSES.contains(name.toLowerCase(Locale.ROOT))) {
            MessageText.addressTexts(value).stream()
                .skip(1) // which is the value
                .forEach(plain -> addresses.field(name, plain));
          }
        });
    strings(document, Strings.HEADER, header.texts(text.inner()));
    strings(document, Strings.BLANKS, blanks);
    strings(document, Strings.ADDRESSES, addresses);
    strings(document, Strings.BODY, new TextRow().texts(text.body()).texts(text.markup()));
    words(document, Text.FILES, Casemap.fold(names(text)));
    words(document, Text.BODY, Casemap.fold(text.body()));
    words(document, Text.SUBJECT, Casemap.fold(joined(text.values("subject"))));
    words(document, Text.FROM, Casemap.fold(addresses(text, "from")));
    words(document, Text.TO, Casemap.fold(addresses(text, "to")));
    words(document, Text.CC, Casemap.fold(addresses(text, "cc")));
  }

  private static void strings(Document document, Strings where, TextRow row) {
    if (row.addTo(document, where.field)) {
      state(document, State.CUT);
    }
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
