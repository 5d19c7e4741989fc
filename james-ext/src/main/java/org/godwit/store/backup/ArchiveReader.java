package org.godwit.store.backup;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads a backup from its begin to its end, once. For one thread. */
final class ArchiveReader implements AutoCloseable {
  static final String MANIFEST = "manifest.json";

  private static final String TABLES = "tables/";
  private static final String FILES = "files/";
  private static final int BUFFER = 256 * 1024;
  private static final byte[] ZSTANDARD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}; // 8878 §3.1.1

  /** Who looks at what is in it. */
  interface Visitor {

    /**
     * A table.
     *
     * @param rows binary COPY; need not be read to its end
     */
    void table(String name, InputStream rows) throws IOException, BackupProblem;

    /** A file of the data directory. */
    void file(String path, byte[] content) throws IOException, BackupProblem;
  }

  private final SealIn sealed;
  private final TarArchiveInputStream tar;
  private TarArchiveEntry entry;

  private ArchiveReader(SealIn sealed, InputStream plain) {
    this.sealed = sealed;
    this.tar = new TarArchiveInputStream(plain);
  }

  /** The name of a part of a table. */
  static String number(int part) {
    return String.format(Locale.ROOT, "%06d", part);
  }

  /**
   * Opens a file.
   *
   * @param passphrase needed when it is encrypted
   */
  static ArchiveReader open(Path file, Optional<Passphrase> passphrase)
      throws IOException, BackupProblem {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      SealIn sealed = new SealIn(opened(in, passphrase));
      return new ArchiveReader(sealed, new ZstdInputStreamNoFinalizer(sealed));
    } catch (IOException | BackupProblem | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream opened(InputStream in, Optional<Passphrase> passphrase)
      throws IOException, BackupProblem {
    byte[] begin = in.readNBytes(Lock.HEADER);
    if (!Lock.isLocked(begin)) {
      if (!Arrays.equals(Arrays.copyOf(begin, ZSTANDARD.length), ZSTANDARD)) {
        throw new BackupProblem("it is no backup of Godwit");
      }
      return new SequenceInputStream(new ByteArrayInputStream(begin), in);
    }
    if (begin.length < Lock.HEADER) {
      throw new SealIn.Damaged("it is cut off");
    }
    Passphrase words =
        passphrase.orElseThrow(
            () -> new BackupProblem("it is encrypted: name the file with its passphrase"));
    Lock lock =
        Lock.of(begin, words)
            .orElseThrow(() -> new BackupProblem("what its passphrase is to cost makes no sense"));
    return new LockIn(in, lock);
  }

  /**
   * Shows all that is in it, and looks at the seal.
   *
   * @return the manifest, as it is written
   */
  byte[] visit(Visitor visitor) throws IOException, BackupProblem {
    try {
      entry = tar.getNextEntry();
      while (entry != null && !entry.getName().equals(MANIFEST)) {
        visitOne(visitor);
      }
      if (entry == null) {
        throw new SealIn.Damaged("it has no manifest");
      }
      byte[] manifest = content();
      if (tar.getNextEntry() != null) {
        throw new SealIn.Damaged("there is something behind its manifest");
      }
      sealed.check();
      return manifest;
    } catch (IllegalArgumentException e) {
      throw new SealIn.Damaged("it is damaged"); // so the reader of tar calls a strange number
    }
  }

  private void visitOne(Visitor visitor) throws IOException, BackupProblem {
    String name = entry.getName();
    if (name.startsWith(FILES)) {
      visitor.file(name.substring(FILES.length()), content());
      entry = tar.getNextEntry();
      return;
    }
    int slash = name.lastIndexOf('/');
    if (!name.startsWith(TABLES) || slash <= TABLES.length()) {
      throw new SealIn.Damaged("there is something strange in it");
    }
    Parts parts = new Parts(name.substring(0, slash + 1));
    visitor.table(name.substring(TABLES.length(), slash), parts);
    parts.skipRest();
  }

  private byte[] content() throws IOException {
    byte[] content = tar.readNBytes(Manifest.MOST_BYTES + 1);
    if (content.length > Manifest.MOST_BYTES) {
      throw new SealIn.Damaged("an entry is too large");
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** A table, a part after the other. */
  private final class Parts extends InputStream {
    private final String prefix;
    private int number = 1;
    private boolean over;

    Parts(String prefix) throws IOException {
      this.prefix = prefix;
      check();
    }

    private void check() throws IOException {
      if (!entry.getName().equals(prefix + number(number))) {
        throw new SealIn.Damaged("a part of a table is missing");
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (!over) {
        int read = tar.read(bytes, offset, length);
        if (read >= 0) {
          return read;
        }
        entry = tar.getNextEntry();
        over = entry == null || !entry.getName().startsWith(prefix);
        if (!over) {
          number++;
          check();
        }
      }
      return -1;
    }

    void skipRest() throws IOException {
      byte[] rest = new byte[BUFFER];
      while (read(rest, 0, rest.length) >= 0) {
        // whoever did not want it
      }
    }
  }
}
