package org.godwit.store.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * Ends a compressed stream with the SHA-256 of all its bytes, so that not one of them can change
 * unseen. The seal is a frame that programs for Zstandard skip (8878 §3.1.2).
 */
final class SealOut extends FilterOutputStream {
  private static final int SKIPPED = 0x184D2A5F; // 8878 §3.1.2: the last of sixteen
  private static final int HASH = 32;

  /** Bytes of the seal. */
  static final int LENGTH = 2 * Integer.BYTES + HASH;

  private final MessageDigest digest = RowSum.sha256();
  private boolean sealed;

  SealOut(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws IOException {
    digest.update((byte) one);
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    digest.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }

  /** The seal for what was digested. */
  static byte[] seal(MessageDigest digest) {
    return ByteBuffer.allocate(LENGTH)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SKIPPED)
        .putInt(HASH)
        .put(digest.digest())
        .array();
  }

  @Override
  public void close() throws IOException {
    if (!sealed) {
      sealed = true;
      out.write(seal(digest));
    }
    out.close();
  }
}
