package org.godwit.store.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
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

  /** Decodes while it is read. Close it: it holds memory outside the heap. */
  InputStream decode(InputStream stored) {
    return this == ZLIB ? new Inflating(stored) : stored;
  }

  /** Decodes at once. */
  byte[] decode(byte[] stored, int size) throws DataFormatException {
    if (this == PLAIN) {
      return stored;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] bytes = new byte[size];
      int length = 0;
      while (length < size) {
        int more = inflater.inflate(bytes, length, size - length);
        if (more == 0) {
          throw new DataFormatException("shorter than its size says");
        }
        length += more;
      }
      return bytes;
    } finally {
      inflater.end();
    }
  }

  /** Takes larger bites than the JDK's own, and gives its memory back when closed. */
  private static final class Inflating extends InflaterInputStream {
    private static final int BITE = 16 * 1024;

    Inflating(InputStream in) {
      super(in, new Inflater(), BITE);
    }

    /** Not known: the JDK says 1, and some readers then take octet by octet. */
    @Override
    public int available() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
