package org.godwit.store.backup;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a backup: tar, in Zstandard, sealed, and encrypted where there is a passphrase. Without
 * one, {@code tar --zstd} reads it. A table is cut into entries of {@link #PART} bytes, since tar
 * wants to know lengths ahead. For one thread.
 *
 * <p>Until {@link #finish} there is a file of another name, which {@link #close} removes.
 */
final class ArchiveWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWriter.class);

  private static final int LEVEL = 3;
  private static final int PRIVATE = 0100600;

  /** Bytes of an entry at most. */
  static final int PART = 4 * 1024 * 1024;

  /** How the names of unfinished files end. */
  static final String UNFINISHED = ".part";

  private final Path file;
  private final Path unfinished;
  private final FileChannel channel;
  private final Instant time;
  private final TarArchiveOutputStream tar;
  private final byte[] part = new byte[PART];
  private boolean finished;

  private ArchiveWriter(
      Path file, Path unfinished, FileChannel channel, OutputStream out, Instant time)
      throws IOException {
    this.file = file;
    this.unfinished = unfinished;
    this.channel = channel;
    this.time = time;
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(new SealOut(out), LEVEL);
    zstd.setChecksum(true);
    this.tar = new TarArchiveOutputStream(zstd);
  }

  /**
   * Begins a file, for its owner alone.
   *
   * @param file which is not there yet
   */
  static ArchiveWriter begin(Path file, Instant time, Optional<Passphrase> passphrase)
      throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + UNFINISHED);
    FileChannel channel =
        FileChannel.open(
            unfinished,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      OutputStream out =
          new FullDisk(
              Channels.newOutputStream(channel),
              Files.getFileStore(unfinished.toAbsolutePath().getParent()));
      if (passphrase.isPresent()) {
        out = new LockOut(out, Lock.fresh(passphrase.get()));
      }
      return new ArchiveWriter(file, unfinished, channel, out, time);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /** Takes what is written until it is closed, as one table. */
  OutputStream table(String name) {
    return new Parts("tables/" + name + "/");
  }

  /** A file of the data directory. */
  void file(String path, byte[] content) throws IOException {
    put("files/" + path, content, content.length);
  }

  /** Ends it, and gives it its name when it is on the disk. */
  void finish(Manifest manifest) throws IOException {
    byte[] json = manifest.toJson();
    put(ArchiveReader.MANIFEST, json, json.length);
    tar.finish();
    tar.flush();
    flush();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true); // its name, too
    }
  }

  /** The streams below close each other, and the channel last: so it is opened once more. */
  private void flush() throws IOException {
    tar.close();
    try (FileChannel again = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      again.force(true);
    }
  }

  private void put(String name, byte[] content, int length) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(length);
    entry.setMode(PRIVATE);
    entry.setModTime(time.toEpochMilli());
    tar.putArchiveEntry(entry);
    tar.write(content, 0, length);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      try {
        tar.close(); // frees memory that is not Java's
      } catch (IOException e) {
        LOG.debug("what is left of {} was not written", unfinished, e); // and nobody wants it
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  /** A table, a part after the other. */
  private final class Parts extends OutputStream {
    private final String prefix;
    private int number;
    private int length;
    private boolean closed;

    Parts(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int at = offset;
      int end = offset + count;
      while (at < end) {
        int taken = Math.min(part.length - length, end - at);
        System.arraycopy(bytes, at, part, length, taken);
        length += taken;
        at += taken;
        if (length == part.length) {
          put();
        }
      }
    }

    private void put() throws IOException {
      number = Math.incrementExact(number);
      ArchiveWriter.this.put(prefix + ArchiveReader.number(number), part, length);
      length = 0;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        if (length > 0) {
          put();
        }
      }
    }
  }
}
