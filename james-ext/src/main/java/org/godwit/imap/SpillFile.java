package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.james.imap.message.Literal;

/**
 * A large literal on disk. The file loses its name as soon as it is open, so that nothing is left
 * behind when the process dies; its room is given back by {@link #close()}. Any number of streams
 * may read it, each from the start. One writer.
 */
final class SpillFile implements Literal, AutoCloseable {
  private final FileChannel file;
  private long size;

  private SpillFile(FileChannel file) {
    this.file = file;
  }

  static SpillFile in(Path directory) throws IOException {
    Path name = Files.createTempFile(directory, "imap-literal", ".part");
    try {
      FileChannel file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new SpillFile(file);
    } finally {
      Files.delete(name);
    }
  }

  void write(ByteBuf chunk) throws IOException {
    while (chunk.isReadable()) {
      size += chunk.readBytes(file, size, chunk.readableBytes());
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream getInputStream() {
    return new FromStart();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the file of a literal", e);
    }
  }

  private final class FromStart extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = file.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public int available() {
      return (int) Math.min(size - position, Integer.MAX_VALUE);
    }
  }
}
