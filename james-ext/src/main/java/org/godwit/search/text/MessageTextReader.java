package org.godwit.search.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.SortKeys;
import org.godwit.store.message.ContentFields;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;

/** Reads what a message says out of its bytes. For one message, by one thread. */
public final class MessageTextReader {

  /** What is read of a header: a million fields would be some hundred megabytes of objects. */
  private static final int LONGEST_HEADER = 1024 * 1024;

  private final MessageView.Bytes whole;
  private final MessageRanges message;
  private final int most;
  private final StringBuilder header = new StringBuilder();
  private final StringBuilder inner = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final StringBuilder markup = new StringBuilder();
  private final List<LongTexts.Part> beyond = new ArrayList<>();
  private final List<MessageText.FilePart> files = new ArrayList<>();
  private Optional<SentDate> sent = Optional.empty();
  private SortKeys keys = SortKeys.NONE;
  private boolean cut;
  private int places;

  private MessageTextReader(MessageView.Bytes whole, MessageRanges message, int most) {
    this.whole = whole;
    this.message = message;
    this.most = most;
  }

  /**
   * Reads a message, twice: for its structure, and for what is text in it.
   *
   * @param most octets of text in a part, decoded, and characters of all parts that are taken into
   *     memory; what is longer is {@link MessageText#beyond} too, and read when it is asked
   */
  public static MessageText read(MessageView.Bytes message, int most) throws IOException {
    MessageSummary summary;
    try (InputStream bytes = message.open()) {
      summary = MessageSummary.of(bytes);
    }
    try (MessageRanges ranges = new MessageRanges(message.open())) {
      MessageTextReader reader = new MessageTextReader(message, ranges, most);
      reader.own(summary.root());
      reader.part(summary.root());
      return reader.text(summary.hasAttachment());
    }
  }

  private MessageText text(boolean attachment) {
    return new MessageText(
        header.toString(),
        inner.toString(),
        body.toString(),
        markup.toString(),
        new LongTexts(whole, beyond),
        "",
        sent,
        keys,
        attachment,
        files,
        cut);
  }

  private void own(MimePart root) throws IOException {
    HeaderFields fields = fields(root);
    add(header, fields);
    sent = fields.first("date").flatMap(SentDate::of);
    keys = SortKeysReader.of(fields);
  }

  private HeaderFields fields(MimePart part) throws IOException {
    cut |= part.bodyStart() - part.headerStart() > LONGEST_HEADER;
    byte[] fields = message.next(part.headerStart(), part.bodyStart(), LONGEST_HEADER);
    return HeaderFields.parse(fields, 0, fields.length);
  }

  private void add(StringBuilder to, HeaderFields fields) {
    for (HeaderFields.Field field : fields.all()) {
      line(to, field.name().replace("\0", "") + ": " + HeaderText.decode(field.value()));
    }
    for (String other : fields.others()) { // 9051 §6.4.4: what stands in the header
      line(to, HeaderText.decode(other));
    }
  }

  private void line(StringBuilder to, String text) {
    if (to.length() + text.length() > most) {
      cut = true;
    } else {
      to.append(text).append(MessageText.END);
    }
  }

  private void part(MimePart part) throws IOException {
    ContentFields content = part.content();
    FileNames.of(content).ifPresent(name -> inner.append(name).append(MessageText.END));
    if (!part.children().isEmpty()) {
      for (MimePart child : part.children()) {
        add(inner, fields(child));
        part(child);
      }
      return;
    }
    if (content.type().equals("text") || content.type().equals("message")) {
      words(part);
    }
    if (isFile(content)) {
      files.add(
          new MessageText.FilePart(
              places,
              content.type() + "/" + content.subtype(),
              FileNames.of(content).orElse(""),
              part.bodyStart(),
              part.bodyEnd(),
              content.encoding()));
    }
    places++;
  }

  private static boolean isFile(ContentFields content) {
    return switch (content.type()) {
      case "text" -> content.subtype().equals("rtf");
      case "application" -> !content.subtype().endsWith("signature");
      default -> false;
    };
  }

  private void words(MimePart part) throws IOException {
    ContentFields content = part.content();
    String charset = content.parameter("charset").orElse("");
    byte[] bytes =
        TransferEncoding.decode(
            message, part.bodyStart(), part.bodyEnd(), content.encoding(), most + 1);
    String text = Charsets.decode(bytes, charset).replace("\0", "");
    boolean html = content.subtype().equals("html");
    boolean fits = bytes.length <= most && take(html ? markup : body, text);
    if (html) {
      fits &= take(body, HtmlText.of(text));
    }
    if (!fits) {
      cut = true;
      beyond.add(new LongTexts.Part(part.bodyStart(), part.bodyEnd(), content.encoding(), charset));
    }
  }

  /** Adds a text, or as much of it as there is room for: then false. */
  private boolean take(StringBuilder to, String text) {
    int room = Math.max(0, most - body.length() - markup.length());
    to.append(text, 0, Math.min(room, text.length())).append(MessageText.END);
    return text.length() <= room;
  }
}
