package org.godwit.cluster.site;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.godwit.store.postgres.ServerUser;

/**
 * Where a site keeps what etcd, Patroni and PostgreSQL need, all of it theirs alone.
 *
 * @param directory below the data directory; made when missing
 * @param user who runs them
 * @param lock held until it is closed
 */
record SiteFiles(Path directory, ServerUser user, FileChannel lock) implements AutoCloseable {

  /**
   * Takes the directory, for one server at a time.
   *
   * @throws IOException when it cannot be made, or another server has it
   */
  static SiteFiles in(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    FileChannel lock =
        FileChannel.open(
            directory.resolve("site.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("another Godwit runs in " + directory);
    }
    SiteFiles files = new SiteFiles(directory, ServerUser.toReach(directory), lock);
    for (Path each : new Path[] {files.tls(), files.etcd(), files.run()}) {
      if (!Files.exists(each)) {
        Files.createDirectory(
            each,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      files.user.own(each);
    }
    return files;
  }

  private Path tls() {
    return directory.resolve("tls");
  }

  Path authority() {
    return tls().resolve("authority.pem");
  }

  Path certificate() {
    return tls().resolve("site.pem");
  }

  Path key() {
    return tls().resolve("site.key");
  }

  /** PKCS #8 in DER, which is what PostgreSQL's driver for Java reads. */
  Path keyForJava() {
    return tls().resolve("site.pk8");
  }

  Path etcd() {
    return directory.resolve("etcd");
  }

  /** Where Patroni makes {@code postgres}, the data directory, and puts it aside. */
  Path run() {
    return directory.resolve("patroni");
  }

  Path postgres() {
    return run().resolve("postgres");
  }

  Path patroni() {
    return run().resolve("patroni.yml");
  }

  Path passwords() {
    return run().resolve("pgpass");
  }

  /** Writes a file that only they can read: whole, or not at all. */
  void write(Path file, byte[] content) throws IOException {
    Path whole =
        Files.createTempFile(
            directory,
            "new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(whole, content);
    user.own(whole);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Lets go of the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }
}
