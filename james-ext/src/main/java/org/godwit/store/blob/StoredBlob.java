package org.godwit.store.blob;

import java.io.ByteArrayInputStream;
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

  private static final int SMALL = 256 * 1024;

  /** The original bytes: small ones at once, others decoded while they are read. Close it. */
  public InputStream open() {
    return size <= SMALL
        ? new ByteArrayInputStream(bytes())
        : encoding.decode(new ByteArrayInputStream(stored));
  }

  /** The original bytes at once; not copied when they are stored as they are. */
  public byte[] bytes() {
    try {
      return encoding.decode(stored, Math.toIntExact(size));
    } catch (IOException e) {
      throw new UncheckedIOException("a blob cannot be decoded", e);
    }
  }
}
