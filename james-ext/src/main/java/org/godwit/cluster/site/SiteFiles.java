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
 * A site's directory while it runs, for it alone.
 *
 * @param place what is where in it
 * @param user who runs them
 * @param lock held until it is closed
 */
record SiteFiles(SitePlace place, ServerUser user, FileChannel lock) implements AutoCloseable {

  /**
   * Takes the directory, for one server at a time.
   *
   * @throws IOException when it cannot be made, or another server has it
   */
  static SiteFiles in(Path directory) throws IOException {
    SitePlace place = new SitePlace(directory);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    FileChannel lock =
        FileChannel.open(
            directory.resolve("site.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("another Godwit runs in " + directory);
    }
    SiteFiles files = new SiteFiles(place, ServerUser.toReach(directory), lock);
    for (Path each : new Path[] {place.tls(), place.etcd(), place.run()}) {
      if (!Files.exists(each)) {
        Files.createDirectory(
            each,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      files.user.own(each);
    }
    return files;
  }

  /** Writes a file that only they can read: whole, or not at all. */
  void write(Path file, byte[] content) throws IOException {
    Path whole =
        Files.createTempFile(
            place.directory(),
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
