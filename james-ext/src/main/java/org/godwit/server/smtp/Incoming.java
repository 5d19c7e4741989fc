package org.godwit.server.smtp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.lifecycle.api.Disposable;
import org.apache.james.server.core.MimeMessageSource;
import org.godwit.store.message.BinaryParts;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
import org.godwit.trust.dkim.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message that is being received. Whatever goes wrong, bytes may still be written: they are
 * counted and dropped, since the client cannot be told before it is done.
 */
final class Incoming implements MimeMessageSource, Disposable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private final String id;
  private final Path directory;
  private Spill spill;
  private final long limit;
  private final long begun = System.nanoTime();
  private long received;
  private byte[] added = {};
  private List<Header.Field> removed = List.of(); // from the top
  private boolean noRoom;
  private boolean badLineEnds;
  private boolean cr; // the last byte that lines() saw

  /**
   * @param limit bytes that the client may send; 0 for no limit
   */
  Incoming(String id, long limit, Path directory) {
    this.id = id;
    this.limit = limit;
    this.directory = directory;
    this.spill = new Spill(directory);
  }

  /** How long ago it began. */
  long nanos() {
    return System.nanoTime() - begun;
  }

  /** What we put before the client's bytes. */
  void prepend(String header) {
    keep(header.getBytes(StandardCharsets.UTF_8), 0, -1);
  }

  /** The client's bytes. */
  void write(byte[] bytes, int offset, int length) {
    received += length;
    if (!refused()) {
      keep(bytes, offset, length);
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    try {
      spill.write(bytes, offset, length < 0 ? bytes.length : length);
    } catch (IOException e) {
      noRoom = true;
      LOG.error("An incoming message cannot be kept, is the disk full?", e);
    }
  }

  /** Looks for a bare CR or LF in bytes whose end is not found by their lines. */
  void lines(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length && !badLineEnds; i++) {
      if (cr != (bytes[i] == '\n')) {
        badLineEnds = true;
      }
      cr = bytes[i] == '\r';
    }
  }

  void badLineEnds() {
    badLineEnds = true;
  }

  boolean hasBadLineEnds() {
    return badLineEnds;
  }

  boolean noRoom() {
    return noRoom;
  }

  boolean tooLarge() {
    return limit > 0 && received > limit;
  }

  /** Whether the client goes on and on with a message that was too large long ago. */
  boolean endless() {
    return tooLarge() && received - limit > Math.max(limit, 64L * 1024 * 1024);
  }

  boolean refused() {
    return noRoom || badLineEnds || tooLarge();
  }

  /** The client's bytes so far. */
  long received() {
    return received;
  }

  @Override
  public String getSourceId() {
    return id;
  }

  /**
   * Changes the complete message.
   *
   * @param fields to put before it, with their line ends
   * @param without fields of it that are taken out
   */
  void amend(String fields, List<Header.Field> without) {
    added = fields.getBytes(StandardCharsets.US_ASCII);
    removed = List.copyOf(without);
  }

  /**
   * Puts the binary parts of the complete message into base64: no mailbox and no next server that
   * lacks BINARYMIME could tell them as they are. Elsewhere lines have to end with CRLF (3030 §3).
   *
   * @throws IOException when there is no room
   */
  void encodeBinary() throws IOException {
    MimePart root;
    try (InputStream scanned = getInputStream()) {
      root = MessageSummary.of(scanned).root();
    }
    Spill encoded = new Spill(directory);
    try (InputStream in = getInputStream()) {
      BinaryParts.encode(root, in, new Lines(encoded));
    } catch (IOException e) {
      encoded.close();
      throw e;
    }
    spill.close();
    spill = encoded;
    added = new byte[0];
    removed = List.of();
  }

  /** Looks at what is written. */
  private final class Lines extends FilterOutputStream {
    Lines(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      lines(bytes, offset, length);
      out.write(bytes, offset, length);
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream all = spill.open();
    if (added.length == 0 && removed.isEmpty()) {
      return all;
    }
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      head.writeBytes(added);
      long at = 0;
      for (Header.Field field : removed) {
        head.writeBytes(all.readNBytes((int) (field.offset() - at)));
        all.skipNBytes(field.length());
        at = field.offset() + field.length();
      }
      return new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), all);
    } catch (IOException e) {
      all.close();
      throw e;
    }
  }

  @Override
  public long getMessageSize() {
    return spill.size() + added.length - removed.stream().mapToLong(Header.Field::length).sum();
  }

  @Override
  public void dispose() {
    close();
  }

  @Override
  public void close() {
    spill.close();
  }
}
