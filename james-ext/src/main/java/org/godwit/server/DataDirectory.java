package org.godwit.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** The data directory, held by one server at a time. The system lets go when the process ends. */
final class DataDirectory implements AutoCloseable {

  private final Path directory;
  private final FileChannel file;

  private DataDirectory(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /** Makes the directory when it is missing, and takes it. */
  static DataDirectory take(Path directory) throws StartProblem {
    FileChannel file;
    try {
      Files.createDirectories(directory);
      file =
          FileChannel.open(
              directory.resolve("godwit.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StartProblem("cannot write to the data directory " + directory + ": " + e, e);
    }
    DataDirectory taken = new DataDirectory(directory, file);
    if (!taken.lock()) {
      String holder = taken.holder();
      taken.close();
      throw new StartProblem(
          "another Godwit runs on the data directory "
              + directory
              + (holder.isEmpty() ? "" : " (process " + holder + ")")
              + "; stop it, or set another [data] dir");
    }
    return taken;
  }

  /** Makes {@code tmp}, and removes what a crash has left there. */
  Path emptyTemporary() throws StartProblem {
    Path temporary = directory.resolve("tmp");
    try {
      Files.createDirectories(temporary);
      try (Stream<Path> left = Files.list(temporary)) {
        for (Path file : left.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      return temporary;
    } catch (IOException e) {
      throw new StartProblem("cannot write to " + temporary + ": " + e, e);
    }
  }

  private boolean lock() throws StartProblem {
    try {
      FileLock lock = file.tryLock();
      if (lock == null) {
        return false;
      }
      file.truncate(0);
      file.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return true;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    } catch (IOException e) {
      throw new StartProblem("cannot lock the data directory: " + e, e);
    }
  }

  private String holder() {
    ByteBuffer text = ByteBuffer.allocate(32);
    try {
      file.read(text, 0);
    } catch (IOException e) {
      return ""; // who it is helps, and is not needed
    }
    return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
