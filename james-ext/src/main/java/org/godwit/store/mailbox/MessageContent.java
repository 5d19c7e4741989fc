package org.godwit.store.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.apache.james.mailbox.model.Content;

/**
 * The bytes of a stored message: the header if that was read, and the rest when somebody asks for
 * it. What is in memory is compressed; it is decoded while it is read.
 */
final class MessageContent implements Content {

  /** Reads all bytes of the message. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private final long size;
  private final byte[] header;
  private final Source whole;

  /**
   * A content.
   *
   * @param header the bytes before the body, or null to take them from {@code whole}
   */
  MessageContent(long size, byte[] header, Source whole) {
    this.size = size;
    this.header = header;
    this.whole = whole;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    if (header == null) {
      return whole.open();
    }
    return new SequenceInputStream(new ByteArrayInputStream(header), new Later());
  }

  /** What is behind the header, opened at the first read: mostly there is none. */
  private final class Later extends InputStream {
    private InputStream rest;

    private InputStream rest() throws IOException {
      if (rest == null) {
        rest = whole.open();
        rest.skipNBytes(header.length);
      }
      return rest;
    }

    @Override
    public int read() throws IOException {
      return rest().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return rest().read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (rest != null) {
        rest.close();
      }
    }
  }
}
