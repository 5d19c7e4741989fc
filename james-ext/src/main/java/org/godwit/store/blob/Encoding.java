package org.godwit.store.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.InflaterInputStream;

/** How a blob's bytes lie in the database. The number is stored: never give one a new meaning. */
public enum Encoding {
  /** As they are: short, or not worth compressing. */
  PLAIN(0),
  /** zlib (RFC 1950). No longer written, only read. */
  ZLIB(1),
  /**
   * Zstandard (RFC 8878), at a low level: mail is mostly base64, and that shrinks by a quarter at
   * forty times the speed of zlib, which gains no more.
   */
  ZSTD(2);

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
    throw new IllegalArgumentException("blob encoding " + code + " is not known to this program");
  }

  /** Decodes while it is read. Close it: it holds memory outside the heap. */
  InputStream decode(InputStream stored) {
    try {
      return switch (this) {
        case PLAIN -> stored;
        case ZLIB -> new InflaterInputStream(stored);
        case ZSTD -> new Decompressing(stored);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes at once. */
  byte[] decode(byte[] stored, int size) throws IOException {
    return switch (this) {
      case PLAIN -> stored;
      case ZLIB -> decode(new ByteArrayInputStream(stored)).readAllBytes();
      case ZSTD -> decompress(stored, size);
    };
  }

  private static byte[] decompress(byte[] stored, int size) throws IOException {
    byte[] bytes = new byte[size];
    try {
      long length = Zstd.decompressByteArray(bytes, 0, size, stored, 0, stored.length);
      if (length != size) {
        throw new IOException(length + " bytes are there, not " + size);
      }
      return bytes;
    } catch (ZstdException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static final class Decompressing extends ZstdInputStreamNoFinalizer {

    Decompressing(InputStream in) throws IOException {
      super(in);
    }

    /** Not known: the library says 1, and some readers then take octet by octet. */
    @Override
    public int available() {
      return 0;
    }
  }
}
