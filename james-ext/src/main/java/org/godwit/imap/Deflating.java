package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

/**
 * Compresses what is sent (RFC 4978). A deflater holds 256 KB; one that has had nothing to do for a
 * while is let go, so that a thousand clients that wait for mail cost nothing. Its successor starts
 * with an empty window, which the other side need not know: every piece ends on a byte (RFC 1951
 * §3.2.4).
 */
final class Deflating extends ChannelOutboundHandlerAdapter {
  private static final int KEEP_SECONDS = 5;

  private Deflater deflater;
  private boolean usedLately;
  private ScheduledFuture<?> letGo;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf plain = (ByteBuf) message;
    try {
      ChannelFuture unused = ctx.write(deflate(ctx, plain), promise); // the promise tells
    } finally {
      plain.release();
    }
    usedLately = true;
    if (letGo == null) {
      letGoLater(ctx);
    }
  }

  private ByteBuf deflate(ChannelHandlerContext ctx, ByteBuf plain) {
    if (deflater == null) {
      deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    }
    byte[] input = new byte[plain.readableBytes()];
    plain.readBytes(input);
    deflater.setInput(input);
    ByteBuf out = ctx.alloc().directBuffer(input.length / 2 + 64);
    byte[] piece = new byte[8192];
    int length;
    do {
      length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      out.writeBytes(piece, 0, length);
    } while (length == piece.length);
    return out;
  }

  private void letGoLater(ChannelHandlerContext ctx) {
    usedLately = false;
    letGo = ctx.executor().schedule(() -> letGoIfIdle(ctx), KEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void letGoIfIdle(ChannelHandlerContext ctx) {
    letGo = null;
    if (usedLately && deflater != null) {
      letGoLater(ctx);
    } else {
      end();
    }
  }

  private void end() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (letGo != null) {
      letGo.cancel(false);
    }
    end();
  }
}
