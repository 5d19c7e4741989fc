package org.godwit.server.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stops reading a socket while what was read waits for its turn. One half stands before the change
 * of threads, {@link #turn} behind it; the count belongs to the event loop.
 */
final class ReadAhead extends ChannelInboundHandlerAdapter {

  private static final int MOST = 256 * 1024;

  private ChannelHandlerContext ctx;
  private volatile int waiting;

  /** Whether something that was read is not done yet. Any thread may ask. */
  boolean busy() {
    return waiting > 0;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    add(((ByteBuf) message).readableBytes());
    context.fireChannelRead(message);
  }

  /** Says behind everything that was read so far that the clear text ends. On the event loop. */
  void clearTextEnds() {
    ctx.fireUserEventTriggered(LineFramer.Signal.CLEAR_TEXT_ENDS);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the event loop writes
  private void add(int bytes) {
    waiting += bytes;
    ctx.channel().config().setAutoRead(waiting < MOST);
  }

  /**
   * The other half: runs what stands behind it, then counts the bytes as done.
   *
   * @param end run when the connection is closed and everything behind has heard of it
   */
  ChannelInboundHandlerAdapter turn(Runnable end) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void handlerRemoved(ChannelHandlerContext context) {
        end.run(); // handlers are removed from the last to the first
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        int bytes = ((ByteBuf) message).readableBytes();
        try {
          context.fireChannelRead(message);
        } finally {
          context.channel().eventLoop().execute(() -> add(-bytes));
        }
      }
    };
  }
}
