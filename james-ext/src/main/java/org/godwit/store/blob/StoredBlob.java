package org.godwit.store.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Bytes as they lie in the database; decoded when they are read.
 *
 * @param encoding how to read {@code stored}
 * @param size of the original, in bytes
 * @param stored not copied, do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record StoredBlob(Encoding encoding, long size, byte[] stored) {

  /** The original bytes, decoded while they are read. */
  public InputStream open() {
    return encoding.decode(stored);
  }

  /** The original bytes at once. */
  public byte[] bytes() {
    if (encoding == Encoding.PLAIN) {
      return stored;
    }
    byte[] bytes = new byte[Math.toIntExact(size)];
    try (InputStream in = open()) {
      int read = in.readNBytes(bytes, 0, bytes.length);
      if (read != bytes.length) {
        throw new IllegalStateException("a blob is shorter than its size says");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("a blob cannot be decoded", e);
    }
  }
}
