package org.godwit.store.postgres;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks the PostgreSQL that comes as a dependency: {@code bin/{initdb,pg_ctl,postgres}}. */
final class PostgresBinaries {

  /** The version of the binaries in {@code pom.xml}; it names the folder they are unpacked to. */
  static final String VERSION = "18.4";

  private PostgresBinaries() {}

  /** Where the programs are, or would be. */
  static Path binBelow(Path parent) {
    return parent.resolve("postgresql-" + VERSION).resolve("bin");
  }

  /**
   * The folder of the programs, unpacked on first use.
   *
   * @param parent a folder to unpack below
   */
  static Path unpackedBelow(Path parent) throws IOException {
    Path home = parent.resolve("postgresql-" + VERSION);
    if (Files.exists(home)) {
      return home.resolve("bin");
    }
    Path unpacking = Files.createTempDirectory(parent, "unpacking-");
    Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream archive = archive()) {
      unpack(archive, unpacking);
    } catch (IOException e) {
      MoreFiles.deleteRecursively(unpacking, RecursiveDeleteOption.ALLOW_INSECURE);
      throw e;
    }
    Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE); // whole, or not there
    return home.resolve("bin");
  }

  private static InputStream archive() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = "/postgres-linux-" + machine + ".txz";
    InputStream archive = PostgresBinaries.class.getResourceAsStream(name);
    if (archive == null) {
      throw new IllegalStateException(
          "no PostgreSQL for this machine (" + machine + ") comes with Godwit; set [database] url");
    }
    return archive;
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("an entry leaves the archive: " + entry.getName());
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new IOException("interrupted while unpacking PostgreSQL");
        }
        write(tar, entry, file);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    Files.setPosixFilePermissions(file, permissions(entry.getMode()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> readable = new HashSet<>(PosixFilePermissions.fromString("rw-r--r--"));
    if ((mode & 0100) != 0) {
      readable.addAll(PosixFilePermissions.fromString("--x--x--x"));
    }
    return readable;
  }
}
