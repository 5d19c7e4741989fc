package org.godwit.search.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ranges of a message that is read once, from its front to its back, so that a large one is not in
 * memory as a whole. For one thread.
 */
public final class MessageRanges implements AutoCloseable {
  private final InputStream message;
  private long position;

  /**
   * @param message from its first octet; closed with this
   */
  public MessageRanges(InputStream message) {
    this.message = message;
  }

  /**
   * The octets of a range.
   *
   * @param from not before what was read already
   * @param most how many are taken at most
   * @throws IOException when the message ends before the range does
   */
  public byte[] next(long from, long to, long most) throws IOException {
    message.skipNBytes(from - position);
    byte[] range = new byte[Math.toIntExact(Math.min(to - from, most))];
    int read = message.readNBytes(range, 0, range.length);
    if (read < range.length) {
      throw new EOFException("a message is shorter than its summary says");
    }
    position = from + read;
    return range;
  }

  @Override
  public void close() throws IOException {
    message.close();
  }
}
