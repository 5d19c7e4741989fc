package org.godwit.store.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/** Encrypts what is written. For one thread. */
final class LockOut extends OutputStream {
  private final OutputStream out;
  private final Lock lock;
  private final byte[] chunk = new byte[Lock.CHUNK];
  private int length;
  private boolean closed;

  LockOut(OutputStream out, Lock lock) throws IOException {
    this.out = out;
    this.lock = lock;
    out.write(lock.header());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** A full chunk waits for more: only the last is marked as such. */
  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (length == chunk.length) {
        put(false);
      }
      int taken = Math.min(chunk.length - length, end - at);
      System.arraycopy(bytes, at, chunk, length, taken);
      length += taken;
      at += taken;
    }
  }

  private void put(boolean last) throws IOException {
    try {
      out.write(lock.lock(chunk, length, last));
    } catch (GeneralSecurityException e) {
      throw new IOException("encrypting failed", e);
    }
    length = 0;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      put(true);
    }
    out.close();
  }
}
