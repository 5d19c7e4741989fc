package org.godwit.server.smtp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that are in memory as long as they are few, and in a file of their own when they are many.
 * Not thread-safe. {@link #close} removes the file.
 */
final class Spill extends OutputStream {

  /** Bytes that are kept in memory. */
  static final int IN_MEMORY = 256 * 1024;

  private static final class Memory extends ByteArrayOutputStream {
    InputStream open() {
      return new ByteArrayInputStream(buf, 0, count);
    }

    void writeAndForget(OutputStream out) throws IOException {
      out.write(buf, 0, count);
      buf = new byte[0];
      count = 0;
    }
  }

  private final Path directory;
  private final Memory memory = new Memory();
  private long size;
  private Path file;
  private OutputStream out;

  /**
   * @param directory where a file is made when one is needed
   */
  Spill(Path directory) {
    this.directory = directory;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (out == null && size + length > IN_MEMORY) {
      file = Files.createTempFile(directory, "incoming-", ".eml");
      out = Files.newOutputStream(file);
      memory.writeAndForget(out);
    }
    (out == null ? memory : out).write(bytes, offset, length);
    size += length;
  }

  long size() {
    return size;
  }

  /** All that was written. The stream is the caller's to close, before this is. */
  InputStream open() throws IOException {
    if (out == null) {
      return memory.open();
    }
    out.flush();
    return Files.newInputStream(file);
  }

  @Override
  public void close() {
    if (out == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file of an incoming message cannot be removed", e);
    }
  }
}
