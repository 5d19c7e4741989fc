package org.godwit.store.blob;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/** How a blob's bytes lie in the database. The number is stored: never give one a new meaning. */
public enum Encoding {
  /** As they are: short, or not worth compressing. */
  PLAIN(0),
  /**
   * zlib (RFC 1950), at its cheapest level: mail is mostly base64, and that shrinks by a quarter.
   */
  ZLIB(1);

  private final int code;

  Encoding(int code) {
    this.code = code;
  }

  /** What is stored. */
  public int code() {
    return code;
  }

  static Encoding of(int code) {
    for (Encoding encoding : values()) {
      if (encoding.code == code) {
        return encoding;
      }
    }
    throw new IllegalArgumentException("blob encoding " + code + " is newer than this program");
  }

  InputStream decode(byte[] stored) {
    InputStream in = new ByteArrayInputStream(stored);
    return this == ZLIB ? new InflaterInputStream(in) : in;
  }
}
