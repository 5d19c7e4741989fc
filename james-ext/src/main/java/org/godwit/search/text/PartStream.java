package org.godwit.search.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The body of a part, taken out of its transfer encoding piece by piece. For one thread. */
final class PartStream {

  private static final int PIECE = 256 * 1024;

  private final InputStream in;
  private final String encoding;
  private final byte[] raw = new byte[PIECE];
  private int held;
  private long left;

  /**
   * @param in at the start of the body; not closed
   * @param length of the body, in octets
   */
  PartStream(InputStream in, long length, String encoding) {
    this.in = in;
    this.left = length;
    this.encoding = encoding.strip();
  }

  /**
   * Adds what comes next.
   *
   * @param to has room for 256 KB
   * @return false at the end
   */
  boolean read(ByteBuffer to) throws IOException {
    int wanted = (int) Math.min(raw.length - held, left);
    int read = in.readNBytes(raw, held, wanted);
    if (read < wanted) {
      throw new EOFException("a message is shorter than its summary says");
    }
    held += read;
    left -= read;
    int end = left == 0 ? held : cut();
    to.put(TransferEncoding.decode(Arrays.copyOf(raw, end), encoding));
    System.arraycopy(raw, end, raw, 0, held - end);
    held -= end;
    return left > 0;
  }

  /** Where the encoded text may be cut: nothing behind it changes what is before it. */
  private int cut() {
    return switch (encoding) {
      case "base64" -> quartets();
      case "quoted-printable" -> line();
      default -> held;
    };
  }

  /** Behind as many digits as make whole octets. */
  private int quartets() {
    int digits = 0;
    int end = 0;
    for (int i = 0; i < held; i++) {
      if (TransferEncoding.isDigit(raw[i])) {
        digits++;
      } else if (raw[i] == '=') {
        digits = 0; // the end of one of several that were joined
      }
      if (digits % 4 == 0) {
        end = i + 1;
      }
    }
    return end == 0 ? held : end;
  }

  /** Behind a line, or in a line without an end, before what may be one thing. */
  private int line() {
    for (int i = held; i > held / 2; i--) {
      if (raw[i - 1] == '\n') {
        return i;
      }
    }
    for (int i = held; i > held / 2; i--) {
      byte last = raw[i - 1];
      if (i <= held - 3 && last != '=' && raw[i] != '=' && !isBlank(last) && !isBlank(raw[i])) {
        return i;
      }
    }
    return held;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
