package org.godwit.imap.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.james.imap.message.Literal;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.godwit.store.mailbox.MessageView;

/**
 * A section of a message with its transfer encoding taken off, decoded while it is read: once to
 * count it, once to send it, never in memory as a whole.
 *
 * @param from the first octet that is wanted of the decoded ones
 * @param size how many are sent
 * @param hasNul whether one of all is NUL, so that it is a literal8 (RFC 3516 §4.2)
 */
record Decoded(
    MessageView.Bytes message,
    Section section,
    String encoding,
    long from,
    long size,
    boolean hasNul)
    implements Literal {

  /**
   * Counts what is there.
   *
   * @param first where to start, and at most how many, of the decoded octets
   */
  static Decoded of(
      MessageView.Bytes message, Section section, String encoding, long first, long most) {
    long octets = 0;
    boolean nul = false;
    try (InputStream in = open(message, section, encoding)) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        octets += n;
        for (int i = 0; i < n && !nul; i++) {
          nul = buffer[i] == 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("decoding a part", e);
    }
    long from = Math.min(first, octets);
    return new Decoded(message, section, encoding, from, Math.min(most, octets - from), nul);
  }

  private static InputStream open(MessageView.Bytes message, Section section, String encoding)
      throws IOException {
    InputStream in = message.open();
    in.skipNBytes(section.from());
    InputStream encoded =
        BoundedInputStream.builder()
            .setInputStream(in)
            .setMaxCount(section.length())
            .setPropagateClose(true)
            .get();
    return switch (encoding) {
      case "base64" -> new Base64InputStream(encoded, DecodeMonitor.SILENT);
      case "quoted-printable" -> new QuotedPrintableInputStream(encoded, DecodeMonitor.SILENT);
      case "7bit", "8bit", "binary" -> encoded;
      default -> {
        encoded.close();
        throw new UnknownEncoding();
      }
    };
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = open(message, section, encoding);
    in.skipNBytes(from);
    return BoundedInputStream.builder()
        .setInputStream(in)
        .setMaxCount(size)
        .setPropagateClose(true)
        .get();
  }
}
