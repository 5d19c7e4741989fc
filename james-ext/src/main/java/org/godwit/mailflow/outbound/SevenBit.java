package org.godwit.mailflow.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.Base64OutputStream;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;

/**
 * Writes a message with eight-bit content again so that seven bits carry it (6152 §3): text as
 * quoted-printable, other parts as base64, words of a header as encoded words. Parts that are
 * seven-bit already stay as they are. It streams; one pass looks which parts have eight bits, a
 * second one writes.
 *
 * <p>What a signature covers is left alone (1847 §2.1); a message that has eight bits there comes
 * out as it was, so the caller looks at it again.
 */
final class SevenBit {
  private static final MimeConfig LIMITLESS =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(-1)
          .setMaxHeaderCount(-1)
          .setMaxContentLen(-1)
          .build();
  private static final int DEEPEST = 30;
  private static final Set<String> ENCODED = Set.of("quoted-printable", "base64");
  private static final String ENCODING = "content-transfer-encoding";

  private final BitSet eightBit;
  private final boolean writing;
  private int leaf;
  private boolean sealed; // inside of what a signature covers

  private SevenBit(BitSet eightBit, boolean writing) {
    this.eightBit = eightBit;
    this.writing = writing;
  }

  /** Finds the parts that {@link #write} has to encode, by their number. */
  static BitSet look(InputStream in) throws IOException {
    BitSet found = new BitSet();
    try {
      new SevenBit(found, false).message(in, OutputStream.nullOutputStream(), 0);
    } catch (MimeException notMime) {
      found.clear(); // the caller finds eight bits still, and gives up
    }
    return found;
  }

  /**
   * Writes the message.
   *
   * @param eightBit what {@link #look} found in the same message
   */
  static void write(InputStream in, OutputStream out, BitSet eightBit) throws IOException {
    if (eightBit.isEmpty()) {
      in.transferTo(out);
      return;
    }
    try {
      new SevenBit(eightBit, true).message(in, out, 0);
    } catch (MimeException changed) {
      throw new IOException("a message reads differently the second time", changed);
    }
  }

  private void message(InputStream in, OutputStream out, int depth)
      throws IOException, MimeException {
    MimeTokenStream tokens = new MimeTokenStream(LIMITLESS);
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    tokens.parse(in);
    entity(tokens, out, depth, true);
  }

  /** From the start of an entity to its end. */
  private void entity(MimeTokenStream tokens, OutputStream out, int depth, boolean top)
      throws IOException, MimeException {
    Header header = new Header(top, sealed);
    for (EntityState state = tokens.getState(); ; state = tokens.next()) {
      switch (state) {
        case T_FIELD -> header.add(tokens.getField());
        case T_BODY -> {
          body(tokens, header, out, depth);
          tokens.next();
          return;
        }
        case T_START_MULTIPART -> {
          multipart(tokens, header, out, depth);
          tokens.next();
          return;
        }
        default -> {} // the marks around a header
      }
    }
  }

  private void body(MimeTokenStream tokens, Header header, OutputStream out, int depth)
      throws IOException, MimeException {
    BodyDescriptor body = tokens.getBodyDescriptor();
    String encoding = body.getTransferEncoding().toLowerCase(Locale.ROOT);
    InputStream in = tokens.getInputStream();
    boolean whole = body.getMimeType().equals("message/rfc822") && !ENCODED.contains(encoding);
    if (whole && depth < DEEPEST) {
      header.compose(encoding).writeTo(out);
      message(in, out, depth + 1);
      return;
    }
    int number = leaf++;
    if (!writing) {
      eightBit.set(number, hasEightBits(in));
      if (sealed && eightBit.get(number)) {
        throw new MimeException("a signed part has eight bits");
      }
      return;
    }
    if (!eightBit.get(number)) {
      header.writeTo(out);
      in.transferTo(out);
      return;
    }
    boolean text = body.getMimeType().startsWith("text/");
    header.encode(text ? "quoted-printable" : "base64").writeTo(out);
    try (OutputStream encoder =
        text ? new QuotedPrintableOutputStream(out, false) : new Base64OutputStream(out)) {
      OutputStream lines = text ? CrlfStream.text(encoder) : encoder;
      in.transferTo(lines);
      lines.flush();
    }
  }

  private static boolean hasEightBits(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    boolean found = false;
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      for (int i = 0; i < length; i++) {
        found |= buffer[i] < 0;
      }
    }
    return found;
  }

  private void multipart(MimeTokenStream tokens, Header header, OutputStream out, int depth)
      throws IOException, MimeException {
    if (depth >= DEEPEST) {
      throw new MimeException("parts within parts without end");
    }
    BodyDescriptor body = tokens.getBodyDescriptor();
    header.compose(body.getTransferEncoding().toLowerCase(Locale.ROOT)).writeTo(out);
    boolean outside = sealed;
    sealed |= body.getMimeType().equals("multipart/signed");
    parts(tokens, "--" + body.getBoundary(), out, depth);
    sealed = outside;
  }

  private void parts(MimeTokenStream tokens, String delimiter, OutputStream out, int depth)
      throws IOException, MimeException {
    String before = "";
    boolean ended = false;
    for (EntityState state = tokens.next();
        state != EntityState.T_END_MULTIPART;
        state = tokens.next()) {
      switch (state) {
        case T_PREAMBLE -> tokens.getInputStream().transferTo(out);
        case T_START_BODYPART -> {
          ascii(out, before + delimiter + "\r\n");
          entity(tokens, out, depth + 1, false);
        }
        case T_EPILOGUE -> {
          ascii(out, before + delimiter + "--\r\n");
          tokens.getInputStream().transferTo(out);
          ended = true;
        }
        default -> throw new MimeException("a multipart goes on with " + state);
      }
      before = "\r\n";
    }
    if (!ended) {
      ascii(out, before + delimiter + (depth == 0 ? "--\r\n" : "--"));
    }
  }

  private static void ascii(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The fields of an entity until it is known how its body is written. */
  private static final class Header {
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
    private final boolean top;
    private final boolean sealed;
    private String encodingField = "";
    private boolean typed;
    private boolean versioned;

    /**
     * @param top a whole message, and no part of one
     * @param sealed not to be changed
     */
    Header(boolean top, boolean sealed) {
      this.top = top;
      this.sealed = sealed;
    }

    void add(Field field) throws MimeException {
      String name = field.getNameLowerCase();
      typed |= name.equals("content-type");
      versioned |= name.equals("mime-version");
      ByteSequence raw = field.getRaw();
      String text = new String(raw.toByteArray(), StandardCharsets.ISO_8859_1);
      String ascii = EncodedWords.of(text);
      if (sealed && !ascii.equals(text)) {
        throw new MimeException("a signed part's header has eight bits");
      }
      if (name.equals(ENCODING) && !sealed) {
        encodingField = text + "\r\n";
      } else {
        fields.writeBytes((ascii + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    /** Of what holds other entities: it is as its parts are now (2045 §6.4). */
    Header compose(String encoding) {
      if (!sealed && (encoding.equals("8bit") || encoding.equals("binary"))) {
        encodingField = "Content-Transfer-Encoding: 7bit\r\n";
      }
      return this;
    }

    Header encode(String encoding) {
      String type = typed ? "" : "Content-Type: text/plain; charset=unknown-8bit\r\n"; // 1428 §3
      String version = versioned || !top ? "" : "MIME-Version: 1.0\r\n"; // 2045 §4
      encodingField = version + type + "Content-Transfer-Encoding: " + encoding + "\r\n";
      return this;
    }

    void writeTo(OutputStream out) throws IOException {
      fields.writeTo(out);
      ascii(out, encodingField + "\r\n");
    }
  }
}
