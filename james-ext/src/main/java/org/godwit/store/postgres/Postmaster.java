package org.godwit.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Whether a server runs there, though it may not have said yet where it listens. */
  static boolean isThere(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return !lines.isEmpty() && isServer(Long.parseLong(line(lines, PID)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Lets a start go on over the file of a dead server whose number belongs to somebody else now.
   *
   * <p>PostgreSQL takes whoever has that number for a server, unless it is the program that starts
   * it: so we write ours there. In a container, where numbers are given from one again and threads
   * take them too, a kill would otherwise often be the last of a data directory. The rest of the
   * file stays: by the shared memory that it names PostgreSQL knows children that still live.
   */
  static void disown(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    List<String> lines;
    try {
      lines = new ArrayList<>(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      return;
    }
    if (lines.isEmpty() || isServer(Long.parseLong(line(lines, PID)))) {
      return;
    }
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);
  }

  private static String line(List<String> lines, int number) {
    return lines.get(number - 1).strip();
  }

  /**
   * Whether a process runs, and is a PostgreSQL: a number is given again after a restart of the
   * machine. One that was killed keeps its number, and its name, until its parent has looked.
   */
  private static boolean isServer(long pid) throws IOException {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      int name = status.lastIndexOf(')'); // 4711 (postgres) S …
      return status.substring(0, name).endsWith("(postgres") && !isDead(status.charAt(name + 2));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      if (Files.exists(Path.of("/proc", Long.toString(pid)))) {
        throw e;
      }
      return false; // it ended while it was read
    }
  }

  private static boolean isDead(char state) {
    return state == 'Z' || state == 'X';
  }

  boolean alive() throws IOException {
    return isServer(pid);
  }
}
