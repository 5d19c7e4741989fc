package org.godwit.store.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.store.message.ContentFields.Disposition;
import org.godwit.store.message.ContentFields.Parameter;

/**
 * How a {@link MessageSummary} lies in the database. Numbers are of variable length, texts are
 * their length and their octets. A summary of an older form is made anew from the message.
 */
public enum SummaryFormat {
  /** First: the tree of parts with envelopes, and the preview. */
  TREE_AND_PREVIEW(1);

  /** What is written. */
  public static final SummaryFormat NOW = TREE_AND_PREVIEW;

  private final int version;

  SummaryFormat(int version) {
    this.version = version;
  }

  /** Writes a summary in the form of {@link #NOW}. */
  public static byte[] write(MessageSummary summary) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try {
      Writer writer = new Writer(new DataOutputStream(bytes));
      writer.number(NOW.version);
      writer.utf8(summary.preview());
      writer.part(summary.root());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @return empty when it was written in another form, or is damaged
   */
  public static Optional<MessageSummary> read(byte[] bytes) {
    try {
      Reader reader = new Reader(new DataInputStream(new ByteArrayInputStream(bytes)));
      if (reader.number() != NOW.version) {
        return Optional.empty();
      }
      String preview = reader.utf8();
      return Optional.of(new MessageSummary(reader.part(), preview));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private record Writer(DataOutputStream out) {

    void number(long value) throws IOException {
      long rest = value;
      while (rest >= 0x80) {
        out.writeByte((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.writeByte((int) rest);
    }

    void octets(byte[] bytes) throws IOException {
      number(bytes.length);
      out.write(bytes);
    }

    void text(String text) throws IOException {
      octets(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void utf8(String text) throws IOException {
      octets(text.getBytes(StandardCharsets.UTF_8));
    }

    void optional(Optional<String> text) throws IOException {
      out.writeBoolean(text.isPresent());
      if (text.isPresent()) {
        text(text.get());
      }
    }

    void part(MimePart part) throws IOException {
      number(part.headerStart());
      number(part.bodyStart());
      number(part.bodyEnd());
      number(part.bodyLines());
      content(part.content());
      out.writeBoolean(part.envelope().isPresent());
      if (part.envelope().isPresent()) {
        envelope(part.envelope().get());
      }
      number(part.children().size());
      for (MimePart child : part.children()) {
        part(child);
      }
    }

    void content(ContentFields content) throws IOException {
      text(content.type());
      text(content.subtype());
      parameters(content.parameters());
      text(content.encoding());
      optional(content.id());
      optional(content.description());
      optional(content.md5());
      out.writeBoolean(content.disposition().isPresent());
      if (content.disposition().isPresent()) {
        text(content.disposition().get().type());
        parameters(content.disposition().get().parameters());
      }
      number(content.languages().size());
      for (String language : content.languages()) {
        text(language);
      }
      optional(content.location());
    }

    void parameters(List<Parameter> parameters) throws IOException {
      number(parameters.size());
      for (Parameter parameter : parameters) {
        text(parameter.name());
        text(parameter.value());
      }
    }

    void envelope(Envelope envelope) throws IOException {
      optional(envelope.date());
      optional(envelope.subject());
      addresses(envelope.from());
      addresses(envelope.sender());
      addresses(envelope.replyTo());
      addresses(envelope.to());
      addresses(envelope.cc());
      addresses(envelope.bcc());
      optional(envelope.inReplyTo());
      optional(envelope.messageId());
    }

    void addresses(List<Address> addresses) throws IOException {
      number(addresses.size());
      for (Address address : addresses) {
        optional(address.name());
        optional(address.route());
        optional(address.mailbox());
        optional(address.host());
      }
    }
  }

  private record Reader(DataInputStream in) {

    long number() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int octet = in.readUnsignedByte();
        value |= (long) (octet & 0x7f) << shift;
        if (octet < 0x80) {
          return value;
        }
      }
      throw new IOException("a number that does not end");
    }

    /** A count of things that each take an octet or more of what is left. */
    int count() throws IOException {
      long count = number();
      if (count > in.available()) {
        throw new IOException("more things than octets");
      }
      return (int) count;
    }

    byte[] octets() throws IOException {
      return in.readNBytes(count());
    }

    String text() throws IOException {
      return new String(octets(), StandardCharsets.ISO_8859_1);
    }

    String utf8() throws IOException {
      return new String(octets(), StandardCharsets.UTF_8);
    }

    Optional<String> optional() throws IOException {
      return in.readBoolean() ? Optional.of(text()) : Optional.empty();
    }

    MimePart part() throws IOException {
      long headerStart = number();
      long bodyStart = number();
      long bodyEnd = number();
      long bodyLines = number();
      ContentFields content = content();
      Optional<Envelope> envelope = in.readBoolean() ? Optional.of(envelope()) : Optional.empty();
      int count = count();
      List<MimePart> children = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        children.add(part());
      }
      return new MimePart(headerStart, bodyStart, bodyEnd, bodyLines, content, envelope, children);
    }

    ContentFields content() throws IOException {
      return new ContentFields(
          text(),
          text(),
          parameters(),
          text(),
          optional(),
          optional(),
          optional(),
          in.readBoolean() ? Optional.of(new Disposition(text(), parameters())) : Optional.empty(),
          languages(),
          optional());
    }

    List<String> languages() throws IOException {
      int count = count();
      List<String> languages = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        languages.add(text());
      }
      return languages;
    }

    List<Parameter> parameters() throws IOException {
      int count = count();
      List<Parameter> parameters = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        parameters.add(new Parameter(text(), text()));
      }
      return parameters;
    }

    Envelope envelope() throws IOException {
      return new Envelope(
          optional(),
          optional(),
          addresses(),
          addresses(),
          addresses(),
          addresses(),
          addresses(),
          addresses(),
          optional(),
          optional());
    }

    List<Address> addresses() throws IOException {
      int count = count();
      List<Address> addresses = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        addresses.add(new Address(optional(), optional(), optional(), optional()));
      }
      return addresses;
    }
  }
}
