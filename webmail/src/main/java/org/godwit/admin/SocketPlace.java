package org.godwit.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the socket of a data directory is, by a path that the system accepts: a socket's path has
 * 107 bytes at most, so a longer one is reached through a short symbolic link, which is gone when
 * this is closed.
 */
final class SocketPlace implements AutoCloseable {
  private static final int LONGEST = 100;
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final Path link;

  private SocketPlace(Path path, Path link) {
    this.path = path;
    this.link = link;
  }

  /** The socket itself, whatever the length of its path. */
  static Path in(Path dataDirectory) {
    return dataDirectory.toAbsolutePath().resolve("admin").resolve("godwit.sock");
  }

  /** Makes the directory of the socket, which only we can enter. */
  static void prepare(Path dataDirectory) throws IOException {
    Path directory = in(dataDirectory).getParent();
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS_ALONE));
    }
    Files.setPosixFilePermissions(directory, OURS_ALONE);
    Files.deleteIfExists(in(dataDirectory)); // of a server that was killed: we hold the directory
  }

  static SocketPlace reach(Path dataDirectory) throws IOException {
    Path socket = in(dataDirectory);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      return new SocketPlace(socket, null);
    }
    Path folder =
        Files.createTempDirectory("godwit", PosixFilePermissions.asFileAttribute(OURS_ALONE));
    Path link = Files.createSymbolicLink(folder.resolve("d"), socket.getParent());
    return new SocketPlace(link.resolve(socket.getFileName()), link);
  }

  /** For {@code bind} and {@code connect} only. */
  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (link != null) {
      Files.delete(link);
      Files.delete(link.getParent());
    }
  }
}
