package org.godwit.store.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Bytes as they are kept; decoded when they are read. Those in object storage are fetched when they
 * are first asked for, and then held. Safe for many threads.
 */
public final class StoredBlob {

  private static final int SMALL = 256 * 1024;

  private final Encoding encoding;
  private final long size;
  private final Supplier<byte[]> fetch;
  private volatile byte[] stored;

  /**
   * Bytes that are here.
   *
   * @param encoding how to read {@code stored}
   * @param size of the original, in bytes
   * @param stored not copied, do not change it
   */
  StoredBlob(Encoding encoding, long size, byte[] stored) {
    this(encoding, size, () -> stored, stored);
  }

  private StoredBlob(Encoding encoding, long size, Supplier<byte[]> fetch, byte[] stored) {
    this.encoding = encoding;
    this.size = size;
    this.fetch = fetch;
    this.stored = stored;
  }

  /** Bytes that have to be fetched. */
  static StoredBlob elsewhere(Encoding encoding, long size, Supplier<byte[]> fetch) {
    return new StoredBlob(encoding, size, fetch, null);
  }

  /** A blob that is about to be stored, as it will be read. */
  public static StoredBlob of(EncodedBlob blob) {
    return new StoredBlob(blob.encoding(), blob.size(), blob.stored().bytes());
  }

  /** Whether it need not be fetched. */
  boolean isHere() {
    return stored != null;
  }

  /** Of the original, in bytes. */
  public long size() {
    return size;
  }

  /**
   * How it is kept. Do not change it.
   *
   * @throws org.godwit.store.StoreUnavailable when it must be fetched, and cannot be now
   */
  public byte[] stored() {
    byte[] bytes = stored;
    if (bytes == null) {
      bytes = fetch.get(); // two at once may both fetch it, which is as well
      stored = bytes;
    }
    return bytes;
  }

  /** The original bytes: small ones at once, others decoded while they are read. Close it. */
  public InputStream open() {
    return size <= SMALL
        ? new ByteArrayInputStream(bytes())
        : encoding.decode(new ByteArrayInputStream(stored()));
  }

  /** The original bytes at once; not copied when they are stored as they are. */
  public byte[] bytes() {
    try {
      return encoding.decode(stored(), Math.toIntExact(size));
    } catch (IOException e) {
      throw new UncheckedIOException("a blob cannot be decoded", e);
    }
  }
}
