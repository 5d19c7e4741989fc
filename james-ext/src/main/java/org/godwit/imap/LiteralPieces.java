package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A literal that is read while it is sent, in pieces of one size whatever the stream gives at a
 * time. Netty's {@code ChunkedStream} asks the stream what is available, and sends single octets
 * when it says little.
 *
 * <p>Used by one event loop. A stream that ends too early ends the connection: the size was said.
 */
final class LiteralPieces implements ChunkedInput<ByteBuf> {
  private static final int PIECE = 64 * 1024;

  private final InputStream in;
  private final long size;
  private long read;

  /**
   * @param size how many octets the stream has, as the client was told
   */
  LiteralPieces(InputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  @Override
  public boolean isEndOfInput() {
    return read == size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  @Deprecated // as in Netty, whose callers use the other
  @SuppressWarnings("InlineMeSuggester") // nobody is to call it
  public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    int wanted = (int) Math.min(PIECE, size - read);
    ByteBuf piece = allocator.buffer(wanted);
    try {
      fill(piece, wanted);
    } catch (IOException | RuntimeException e) {
      piece.release();
      throw e;
    }
    read += wanted;
    return piece;
  }

  private void fill(ByteBuf piece, int wanted) throws IOException {
    while (piece.readableBytes() < wanted) {
      if (piece.writeBytes(in, wanted - piece.readableBytes()) < 0) {
        throw new EOFException("a literal is shorter than it said");
      }
    }
  }

  @Override
  public long length() {
    return size;
  }

  @Override
  public long progress() {
    return read;
  }
}
