package org.godwit.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javax.mail.Flags;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.SectionType;
import org.godwit.store.mailbox.MessageReading.Wanted;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.MimePart;

/** Answers what one FETCH asks, message by message. Safe for many threads. */
public final class FetchAnswers {

  private static final DateTimeFormatter INTERNAL_DATE =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private final FetchData asked;
  private final boolean byUid;

  /**
   * @param asked what every answer has to hold
   * @param byUid whether messages have no numbers (RFC 9586 §3.3)
   */
  public FetchAnswers(FetchData asked, boolean byUid) {
    this.asked = asked;
    this.byUid = byUid;
  }

  /** How much of each message the answers need. */
  public Wanted wanted() {
    boolean changing =
        asked.contains(Item.FLAGS) || asked.contains(Item.MODSEQ) || asked.contains(Item.THREADID);
    boolean summary =
        asked.contains(Item.ENVELOPE)
            || asked.contains(Item.BODY)
            || asked.contains(Item.BODY_STRUCTURE);
    boolean header = false;
    boolean bytes = false;
    for (BodyFetchElement element : asked.getBodyElements()) {
      if (element instanceof PreviewElement) {
        summary = true;
      } else if (isHeaderOfMessage(element)) {
        header = true;
      } else {
        bytes = true;
        summary |= !isWholeMessage(element);
      }
    }
    return new Wanted(changing, summary, header, bytes);
  }

  private static boolean isHeaderOfMessage(BodyFetchElement element) {
    SectionType type = element.getSectionType();
    return path(element).length == 0
        && (type == SectionType.HEADER
            || type == SectionType.HEADER_FIELDS
            || type == SectionType.HEADER_NOT_FIELDS);
  }

  private static boolean isWholeMessage(BodyFetchElement element) {
    return path(element).length == 0 && element.getSectionType() == SectionType.CONTENT;
  }

  private static int[] path(BodyFetchElement element) {
    return element.getPath() == null ? new int[0] : element.getPath();
  }

  /**
   * One response.
   *
   * @param number of the message in the mailbox, as the client counts
   * @param recent whether this session is the first to see it
   */
  public FetchAnswer answer(MessageView message, int number, boolean recent) {
    FetchAnswer answer =
        byUid ? FetchAnswer.ofUid(message.uid().asLong()) : new FetchAnswer(number, "FETCH");
    changing(message, recent, answer);
    constant(message, answer);
    for (BodyFetchElement element : asked.getBodyElements()) {
      section(message, element, answer);
    }
    return answer;
  }

  private void changing(MessageView message, boolean recent, FetchAnswer answer) {
    if (asked.contains(Item.UID)) {
      answer.add(new ResponseText().raw("UID ").number(message.uid().asLong()));
    }
    if (asked.contains(Item.MODSEQ)) {
      answer.add(new ResponseText().raw("MODSEQ (").number(message.modseq().asLong()).raw(")"));
    }
    if (asked.contains(Item.FLAGS)) {
      answer.add(flags(message.flags(), recent));
    }
  }

  private static ResponseText flags(Flags kept, boolean recent) {
    Flags flags = new Flags(kept);
    flags.remove(Flags.Flag.RECENT);
    if (recent) {
      flags.add(Flags.Flag.RECENT);
    }
    return new ResponseText().raw(FlagNames.item(flags));
  }

  private void constant(MessageView message, FetchAnswer answer) {
    if (asked.contains(Item.INTERNAL_DATE)) {
      answer.add(date("INTERNALDATE ", message.internalDate()));
    }
    if (asked.contains(Item.SIZE)) {
      answer.add(new ResponseText().raw("RFC822.SIZE ").number(message.size()));
    }
    if (asked.contains(Item.EMAILID)) {
      answer.add(new ResponseText().raw("EMAILID (" + message.messageId().serialize() + ")"));
    }
    if (asked.contains(Item.THREADID)) {
      answer.add(new ResponseText().raw("THREADID (" + message.threadId().serialize() + ")"));
    }
    if (asked.contains(Item.SAVEDATE)) {
      answer.add(
          message
              .savedAt()
              .map(date -> date("SAVEDATE ", date))
              .orElseGet(() -> new ResponseText().raw("SAVEDATE NIL")));
    }
    if (asked.contains(Item.ENVELOPE)) {
      ResponseText out = new ResponseText().raw("ENVELOPE ");
      EnvelopeText.write(root(message).envelope().orElseThrow(), out);
      answer.add(out);
    }
    structure(message, Item.BODY, "BODY ", answer);
    structure(message, Item.BODY_STRUCTURE, "BODYSTRUCTURE ", answer);
  }

  private void structure(MessageView message, Item item, String name, FetchAnswer answer) {
    if (asked.contains(item)) {
      ResponseText out = new ResponseText().raw(name);
      StructureText.write(root(message), item == Item.BODY_STRUCTURE, out);
      answer.add(out);
    }
  }

  private static ResponseText date(String name, Date date) {
    return new ResponseText().raw(name).raw("\"" + INTERNAL_DATE.format(date.toInstant()) + "\"");
  }

  private static MimePart root(MessageView message) {
    return message.summary().orElseThrow().root();
  }

  /** 8970 §3: in UTF-8, and empty when there are no words in the message. */
  private static ResponseText preview(MessageView message) {
    byte[] text = message.summary().orElseThrow().preview().getBytes(StandardCharsets.UTF_8);
    return new ResponseText().raw("PREVIEW ").string(new String(text, StandardCharsets.ISO_8859_1));
  }

  private static void binary(MessageView message, BinaryElement element, FetchAnswer answer) {
    boolean all = path(element).length == 0;
    Optional<Section> found =
        all
            ? Optional.of(new Section(0, message.size()))
            : Section.find(root(message), path(element), Section.Kind.CONTENT);
    String name = name(element);
    if (found.isEmpty()) {
      answer.add(new ResponseText().raw(name).raw(element.isSize() ? " 0" : " NIL"));
      return;
    }
    String encoding = all ? "binary" : Section.encoding(root(message), path(element));
    long first = element.getFirstOctet() == null ? 0 : element.getFirstOctet();
    Decoded part = Decoded.of(message.bytes(), found.get(), encoding, first, length(element));
    if (element.isSize()) {
      answer.add(new ResponseText().raw(name).raw(" ").number(part.size()));
    } else {
      answer.add(name, part);
    }
  }

  private static void section(MessageView message, BodyFetchElement element, FetchAnswer answer) {
    if (element instanceof PreviewElement) {
      answer.add(preview(message));
      return;
    }
    if (element instanceof BinaryElement binary) {
      binary(message, binary, answer);
      return;
    }
    if (isHeaderOfMessage(element)) {
      byte[] header = message.header().orElseThrow();
      answer.add(name(element), cut(picked(header, element), element));
      return;
    }
    Optional<Section> found = find(message, element);
    if (found.isEmpty()) {
      answer.add(new ResponseText().raw(name(element)).raw(" NIL")); // 9051 §7.5.2: nstring
      return;
    }
    if (isFiltered(element)) {
      byte[] header = bytes(message, found.get());
      answer.add(name(element), cut(picked(header, element), element));
      return;
    }
    answer.add(name(element), message.bytes(), cut(found.get(), element));
  }

  /** Where it lies; of fields that were picked, the header that they are picked from. */
  static Optional<Section> find(MessageView message, BodyFetchElement element) {
    return isWholeMessage(element)
        ? Optional.of(new Section(0, message.size()))
        : Section.find(root(message), path(element), kind(element));
  }

  static Section cut(Section section, BodyFetchElement element) {
    return element.getFirstOctet() == null
        ? section
        : section.partial(element.getFirstOctet(), length(element));
  }

  private static String name(BodyFetchElement element) {
    String name = element.getResponseName();
    boolean told = element.getFirstOctet() == null || name.endsWith(">");
    return told ? name : name + "<" + element.getFirstOctet() + ">";
  }

  private static long length(BodyFetchElement element) {
    return element.getNumberOfOctets() == null ? Long.MAX_VALUE : element.getNumberOfOctets();
  }

  static boolean isFiltered(BodyFetchElement element) {
    return element.getSectionType() == SectionType.HEADER_FIELDS
        || element.getSectionType() == SectionType.HEADER_NOT_FIELDS;
  }

  private static Section.Kind kind(BodyFetchElement element) {
    return switch (element.getSectionType()) {
      case CONTENT -> Section.Kind.CONTENT;
      case HEADER, HEADER_FIELDS, HEADER_NOT_FIELDS -> Section.Kind.HEADER;
      case MIME -> Section.Kind.MIME;
      case TEXT -> Section.Kind.TEXT;
    };
  }

  static byte[] bytes(MessageView message, Section section) {
    try (var in = message.bytes().open()) {
      in.skipNBytes(section.from());
      return in.readNBytes(Math.toIntExact(section.length()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("reading a section", e);
    }
  }

  /** 9051 §6.4.5.1: the fields that were named, or all but these, and an empty line. */
  static byte[] picked(byte[] header, BodyFetchElement element) {
    if (!isFiltered(element)) {
      return header;
    }
    boolean named = element.getSectionType() == SectionType.HEADER_FIELDS;
    Collection<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(element.getFieldNames());
    ByteArrayOutputStream picked = new ByteArrayOutputStream(header.length);
    for (HeaderFields.Field field : HeaderFields.parse(header, 0, header.length).all()) {
      if (names.contains(field.name()) == named) {
        picked.write(header, field.start(), field.end() - field.start());
      }
    }
    picked.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return picked.toByteArray();
  }

  static byte[] cut(byte[] octets, BodyFetchElement element) {
    if (element.getFirstOctet() == null) {
      return octets;
    }
    Section part = new Section(0, octets.length).partial(element.getFirstOctet(), length(element));
    return java.util.Arrays.copyOfRange(octets, (int) part.from(), (int) part.to());
  }
}
