package org.godwit.store.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;

/** Stops writing before a disk is full: mail may be kept on the same one. */
final class FullDisk extends FilterOutputStream {

  /** What is left alone, in bytes; with less than 100 MB the server takes no mail. */
  static final long RESERVE = 256L * 1024 * 1024;

  private static final long LOOK = 32L * 1024 * 1024;

  private final FileStore disk;
  private long unseen = LOOK;

  FullDisk(OutputStream out, FileStore disk) {
    super(out);
    this.disk = disk;
  }

  @Override
  public void write(int one) throws IOException {
    look(1);
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    look(length);
    out.write(bytes, offset, length);
  }

  private void look(int length) throws IOException {
    unseen += length;
    if (unseen >= LOOK) {
      unseen = 0;
      if (disk.getUsableSpace() < RESERVE) {
        throw new IOException("No space left");
      }
    }
  }
}
