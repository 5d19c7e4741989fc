package org.godwit.mailflow.sieve;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * A message for a script, read from its bytes: the header when first asked for, the body only if it
 * is asked for. Not for many threads.
 */
final class ParsedMessage implements SieveMessage {
  private static final int MOST_HEADER = 1 << 20;
  private static final int MOST_BODY = 4 << 20; // letters of a part that a script can see
  private static final int MOST_PARTS = 1_000;

  /** Opens the message, each time from its start. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private record Field(String name, String value) {}

  private final Source source;
  private final long size;
  private final String sender;
  private final String recipient;
  private final Predicate<String> mailboxes;
  private List<Field> header; // null until first asked for
  private List<Part> parts; // null until first asked for

  ParsedMessage(
      Source source, long size, String sender, String recipient, Predicate<String> mailboxes) {
    this.source = source;
    this.size = size;
    this.sender = sender;
    this.recipient = recipient;
    this.mailboxes = mailboxes;
  }

  @Override
  public List<String> header(String name, boolean decoded) {
    return fields().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(field -> decoded ? decodeWords(field.value()) : field.value())
        .toList();
  }

  private static String decodeWords(String value) {
    return value.contains("=?")
        ? DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT).strip()
        : value;
  }

  private List<Field> fields() {
    if (header == null) {
      try (InputStream in = new BufferedInputStream(source.open())) {
        header = fields(text(headerBytes(in), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new SieveFailure("the message cannot be read");
      }
    }
    return header;
  }

  /** Up to the first empty line, which is left out. */
  private static byte[] headerBytes(InputStream in) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    boolean lineIsEmpty = true;
    int next = in.read();
    while (next >= 0 && bytes.size() < MOST_HEADER) {
      if (next == '\n') {
        if (lineIsEmpty) {
          break;
        }
        lineIsEmpty = true;
      } else if (next != '\r') {
        lineIsEmpty = false;
      }
      bytes.write(next);
      next = in.read();
    }
    return bytes.toByteArray();
  }

  private static List<Field> fields(String text) {
    List<Field> fields = new ArrayList<>();
    // 5322 §2.2.3: a line that begins with a blank goes on with the one before
    for (String line : text.split("\r?\n(?![ \t])", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String value = line.substring(colon + 1).replaceAll("\r?\n", "").strip();
        fields.add(new Field(line.substring(0, colon).strip(), value));
      }
    }
    return fields;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String sender() {
    return sender;
  }

  @Override
  public String recipient() {
    return recipient;
  }

  @Override
  public boolean mailboxExists(String name) {
    return mailboxes.test(name);
  }

  @Override
  public String rawBody() {
    try (InputStream in = new BufferedInputStream(source.open())) {
      headerBytes(in);
      return text(in.readNBytes(MOST_BODY), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SieveFailure("the message cannot be read");
    }
  }

  @Override
  public List<Part> parts() {
    if (parts == null) {
      try (InputStream in = source.open()) {
        parts = readParts(in);
      } catch (IOException | MimeException e) {
        throw new SieveFailure("the message's parts cannot be read");
      }
    }
    return parts;
  }

  private static List<Part> readParts(InputStream in) throws IOException, MimeException {
    MimeTokenStream tokens =
        new MimeTokenStream(
            MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .setMaxContentLen(-1)
                .build());
    tokens.parse(in);
    List<Part> parts = new ArrayList<>();
    int left = MOST_BODY;
    for (EntityState state = tokens.getState();
        state != EntityState.T_END_OF_STREAM && parts.size() < MOST_PARTS && left > 0;
        state = tokens.next()) {
      if (state == EntityState.T_BODY) {
        BodyDescriptor about = tokens.getBodyDescriptor();
        byte[] bytes = tokens.getDecodedInputStream().readNBytes(left);
        left -= bytes.length;
        parts.add(
            new Part(
                about.getMimeType().toLowerCase(Locale.ROOT),
                text(bytes, charset(about.getCharset()))));
      }
    }
    return parts;
  }

  private static Charset charset(String name) {
    if (name == null || name.equalsIgnoreCase("us-ascii")) {
      return StandardCharsets.UTF_8; // what is 8 bit in spite of its name mostly is
    }
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }

  /** In this charset, or letter by letter when it is not in that charset. */
  private static String text(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
