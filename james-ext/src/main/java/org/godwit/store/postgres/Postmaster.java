package org.godwit.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server on a data directory.
 *
 * @param pid its process
 * @param port where it listens on loopback
 * @param ready whether it takes connections yet
 */
record Postmaster(long pid, int port, boolean ready) {

  // Lines of the file, as PostgreSQL's miscadmin.h numbers them from 1.
  private static final int PID = 1;
  private static final int PORT = 4;
  private static final int STATUS = 8;

  /** Empty when no server runs there: no file, half a file, or the file of a dead one. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < STATUS) {
      return Optional.empty();
    }
    long pid = Long.parseLong(line(lines, PID));
    if (!isServer(pid)) {
      return Optional.empty();
    }
    boolean ready = line(lines, STATUS).equals("ready");
    return Optional.of(new Postmaster(pid, Integer.parseInt(line(lines, PORT)), ready));
  }

  private static String line(List<String> lines, int number) {
    return lines.get(number - 1).strip();
  }

  /** A number is given again after a restart of the machine, so its program is looked at too. */
  private static boolean isServer(long pid) throws IOException {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
          .strip()
          .equals("postgres");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
