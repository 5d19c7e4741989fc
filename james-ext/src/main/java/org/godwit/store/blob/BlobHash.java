package org.godwit.store.blob;

import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a blob's bytes, which is its name. */
public final class BlobHash {
  private static final int LENGTH = 32;

  private final byte[] bytes;

  private BlobHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Wraps a digest.
   *
   * @param sha256 32 bytes; copied
   */
  public static BlobHash of(byte[] sha256) {
    if (sha256.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
    }
    return new BlobHash(sha256.clone());
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlobHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
