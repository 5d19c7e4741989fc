package org.godwit.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Reads what {@link SealOut} wrote; fails at its end when a byte is another. */
final class SealIn extends InputStream {
  private static final int SIZE = 64 * 1024;

  private final InputStream in;
  private final MessageDigest digest = RowSum.sha256();
  private final byte[] buffer = new byte[SIZE];
  private int begin;
  private int end;
  private boolean over;

  SealIn(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** What may be the seal is held back, until there is more. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!over && end - begin <= SealOut.LENGTH) {
      fill();
    }
    int free = Math.min(length, end - begin - SealOut.LENGTH);
    if (free <= 0) {
      return -1;
    }
    System.arraycopy(buffer, begin, bytes, offset, free);
    digest.update(buffer, begin, free);
    begin += free;
    return free;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, begin, buffer, 0, end - begin);
    end -= begin;
    begin = 0;
    int read = in.read(buffer, end, buffer.length - end);
    if (read >= 0) {
      end += read;
      return;
    }
    over = true;
    if (end < SealOut.LENGTH) {
      throw new Damaged("it is cut off");
    }
  }

  /**
   * Reads to the end, and looks at the seal.
   *
   * @throws Damaged when it is broken
   */
  void check() throws IOException {
    byte[] rest = new byte[SIZE];
    while (read(rest, 0, rest.length) >= 0) {
      // whatever it is, it is under the seal
    }
    byte[] seal = Arrays.copyOfRange(buffer, begin, end);
    if (!MessageDigest.isEqual(seal, SealOut.seal(digest))) {
      throw new Damaged("it is damaged, or cut off");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The file is not what was written. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }
}
