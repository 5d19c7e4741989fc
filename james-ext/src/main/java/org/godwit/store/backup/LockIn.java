package org.godwit.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;

/** Decrypts what {@link LockOut} wrote, and gives out nothing that it did not. For one thread. */
final class LockIn extends InputStream {
  private final InputStream in;
  private final Lock lock;
  private byte[] ahead;
  private byte[] chunk = {};
  private int at;
  private boolean last;

  /**
   * Begins.
   *
   * @param in behind the header
   */
  LockIn(InputStream in, Lock lock) throws IOException {
    this.in = in;
    this.lock = lock;
    this.ahead = in.readNBytes(Lock.CHUNK + Lock.TAG);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (at == chunk.length) {
      if (last) {
        return -1;
      }
      next();
    }
    int taken = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, bytes, offset, taken);
    at += taken;
    return taken;
  }

  private void next() throws IOException {
    byte[] behind = in.readNBytes(Lock.CHUNK + Lock.TAG);
    last = behind.length == 0;
    boolean first = lock.chunks() == 0;
    try {
      chunk = lock.open(ahead, ahead.length, last);
    } catch (GeneralSecurityException e) {
      throw new SealIn.Damaged(
          first ? "the passphrase is another, or it is damaged" : "it is damaged, or cut off");
    }
    at = 0;
    ahead = behind;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
