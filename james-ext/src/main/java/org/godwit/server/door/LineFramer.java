package org.godwit.server.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;

/**
 * Cuts what a client sends into lines. A line keeps its end, so that those behind it can tell CRLF
 * from a bare LF. All calls come from the thread of the connection.
 */
public final class LineFramer extends ChannelInboundHandlerAdapter {

  /** Comes in order behind the last byte that was sent in clear. */
  enum Signal {
    CLEAR_TEXT_ENDS
  }

  /** Whoever sends more than this in one line will not end it. */
  private static final int MOST_SKIPPED = 1024 * 1024;

  private final int commandLimit;
  private final int dataLimit;
  private final Runnable heard;
  private int limit;
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;
  private int scanned;
  private boolean skipping;
  private int skipped;
  private boolean deaf;
  private RawInput.Taker taker;

  /**
   * @param commandLimit bytes of a line that is a command
   * @param dataLimit bytes of a line of a message
   * @param heard is told of each whole line
   */
  LineFramer(int commandLimit, int dataLimit, Runnable heard) {
    this.heard = heard;
    this.commandLimit = commandLimit;
    this.dataLimit = dataLimit;
    this.limit = commandLimit;
  }

  /** Whether the lines that follow are a message, or commands again. */
  public void expectData(boolean data) {
    limit = data ? dataLimit : commandLimit;
  }

  /** Gives what follows to a taker, until it has enough. */
  void divert(RawInput.Taker next) {
    taker = next;
  }

  /** Forgets what the client sent ahead, and what comes until TLS begins. */
  void forgetClearText() {
    deaf = true;
    forget();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (deaf) {
      bytes.release();
      return;
    }
    rest = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), rest, bytes);
    while (!deaf && (taker == null ? line(ctx) : raw())) {
      // the next one
    }
    if (deaf || !rest.isReadable()) {
      forget();
    }
  }

  private boolean raw() {
    if (!rest.isReadable()) {
      return false;
    }
    RawInput.Taker current = taker;
    int before = rest.readableBytes();
    taker = null; // it may name its successor
    boolean enough = current.take(rest);
    if (!enough) {
      taker = current;
    }
    scanned = 0;
    return enough || rest.readableBytes() < before;
  }

  private boolean line(ChannelHandlerContext ctx) {
    int start = rest.readerIndex();
    int end = rest.indexOf(start + scanned, rest.writerIndex(), (byte) '\n');
    if (end < 0) {
      scanned = rest.readableBytes();
      if (scanned > limit) {
        skipping = true; // keep nothing of it; its end is answered
        skipped += scanned;
        rest.skipBytes(scanned);
        scanned = 0;
        if (skipped > MOST_SKIPPED) {
          endless(ctx);
        }
      }
      return false;
    }
    int length = end + 1 - start;
    scanned = 0;
    heard.run();
    if (skipping || length > limit) {
      skipping = false;
      skipped = 0;
      rest.skipBytes(length);
      ctx.fireExceptionCaught(new TooLongFrameException("a line is too long"));
    } else {
      ctx.fireChannelRead(rest.readRetainedSlice(length));
    }
    Outflow.ebb(ctx.channel());
    return true;
  }

  private void endless(ChannelHandlerContext ctx) {
    deaf = true;
    ctx.fireExceptionCaught(new TooLongFrameException("a line does not end"));
    Outflow.hangUp(ctx.channel());
  }

  private void forget() {
    rest.release();
    rest = Unpooled.EMPTY_BUFFER;
    scanned = 0;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Signal.CLEAR_TEXT_ENDS) {
      deaf = false;
      skipping = false;
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }
}
