package org.godwit.store.message;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes a message again with its binary parts in base64, so that every protocol can tell it to
 * every client and server (2045 §6.2). It streams: in memory is one header at a time.
 */
public final class BinaryParts {
  private static final String ENCODING = "Content-Transfer-Encoding";
  private static final byte[] CRLF = {'\r', '\n'};
  private static final int LARGEST_HEADER = 1 << 20;

  private final InputStream message;
  private final OutputStream out;
  private long at;

  private BinaryParts(InputStream message, OutputStream out) {
    this.message = message;
    this.out = out;
  }

  /** Whether a message, or a part of it, says that it is binary. */
  public static boolean isIn(MimePart root) {
    return isBinary(root) || root.children().stream().anyMatch(BinaryParts::isIn);
  }

  private static boolean isBinary(MimePart part) {
    return part.content().encoding().equals("binary");
  }

  /**
   * Writes a message without binary parts.
   *
   * @param root of the same message
   * @param message from its first octet; read to its end, and not closed
   * @throws IOException also when a header is too large to be changed
   */
  public static void encode(MimePart root, InputStream message, OutputStream out)
      throws IOException {
    BinaryParts writer = new BinaryParts(message, out);
    for (MimePart part : binary(root)) { // they come in the order of their headers
      boolean leaf = part.children().isEmpty();
      writer.header(part, leaf ? "base64" : "8bit"); // 2045 §6.4: around parts there is no base64
      if (leaf) {
        writer.body(part);
      }
    }
    message.transferTo(out);
  }

  private static List<MimePart> binary(MimePart part) {
    List<MimePart> found = new ArrayList<>();
    if (isBinary(part)) {
      found.add(part);
    }
    part.children().forEach(child -> found.addAll(binary(child)));
    return found;
  }

  private void header(MimePart part, String encoding) throws IOException {
    copy(part.headerStart() - at, out);
    long size = part.bodyStart() - part.headerStart();
    if (size > LARGEST_HEADER) {
      throw new IOException("the header of a binary part is too large");
    }
    byte[] header = message.readNBytes((int) size);
    at += header.length;
    int written = 0;
    for (HeaderFields.Field field : HeaderFields.parse(header, 0, header.length).all()) {
      if (field.name().equalsIgnoreCase(ENCODING)) {
        out.write(header, written, field.start() - written);
        out.write((ENCODING + ": " + encoding + "\r\n").getBytes(StandardCharsets.US_ASCII));
        written = field.end();
      }
    }
    out.write(header, written, header.length - written);
  }

  private void body(MimePart part) throws IOException {
    OutputStream lines = Base64.getMimeEncoder(76, CRLF).wrap(new Unclosed(out));
    copy(part.bodyEnd() - at, lines);
    lines.close(); // writes what is left over
    out.write(CRLF);
  }

  private void copy(long octets, OutputStream to) throws IOException {
    byte[] block = new byte[8192];
    for (long left = octets; left > 0; ) {
      int read = message.read(block, 0, (int) Math.min(left, block.length));
      if (read < 0) {
        throw new IOException("a message ends before its parts do");
      }
      to.write(block, 0, read);
      left -= read;
      at += read;
    }
  }

  /** The end of a part is not the end of its message. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {
      // the message goes on
    }
  }
}
