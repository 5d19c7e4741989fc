package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expands what comes in (RFC 4978), only as fast as it is wanted: while the channel is not to be
 * read, nothing is expanded, so that a few bytes cannot become many megabytes in memory.
 */
final class Inflating extends ChannelDuplexHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(Inflating.class);
  private static final int PIECE = 16 * 1024;

  private final Inflater inflater = new Inflater(true);
  private ByteBuf compressed = Unpooled.EMPTY_BUFFER;
  private boolean expanding;
  private boolean cut; // the last piece was full: there may be more, even without input

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    compressed =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), compressed, (ByteBuf) message);
    expand(ctx);
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    if (expanding || hasMore()) {
      ctx.executor().execute(() -> expand(ctx)); // reads on when it has come to the end
    } else {
      ctx.read();
    }
  }

  private boolean hasMore() {
    return cut || compressed.isReadable() || inflater.getRemaining() > 0;
  }

  private void expand(ChannelHandlerContext ctx) {
    if (expanding || ctx.isRemoved() || !ctx.channel().isActive()) {
      return;
    }
    expanding = true;
    try {
      boolean some = true;
      while (some && ctx.channel().config().isAutoRead() && ctx.channel().isActive()) {
        some = piece(ctx);
      }
      if (!some) {
        ctx.read();
      }
    } catch (DataFormatException e) {
      LOGGER.debug("What came is not compressed", e);
      ChannelFuture unused = ctx.close();
    } finally {
      expanding = false;
    }
  }

  /** Hands on one piece; false when there is none. */
  private boolean piece(ChannelHandlerContext ctx) throws DataFormatException {
    if (inflater.needsInput() && compressed.isReadable()) {
      byte[] input = new byte[compressed.readableBytes()];
      compressed.readBytes(input);
      compressed.release();
      compressed = Unpooled.EMPTY_BUFFER;
      inflater.setInput(input);
    }
    byte[] plain = new byte[PIECE];
    int length = inflater.inflate(plain);
    cut = length == PIECE;
    if (length > 0) {
      ctx.fireChannelRead(ctx.alloc().buffer(length).writeBytes(plain, 0, length));
    }
    return length > 0 || (inflater.needsInput() && compressed.isReadable());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    inflater.end();
    compressed.release();
    compressed = Unpooled.EMPTY_BUFFER;
  }
}
