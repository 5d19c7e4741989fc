package org.godwit.server.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses connections beyond a number at one door, and beyond a number from one address. Loopback
 * is not counted by address: a proxy or the webmail comes from there.
 */
@ChannelHandler.Sharable
final class ConnectionLimits extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

  private static final AttributeKey<Boolean> ADMITTED = AttributeKey.valueOf("godwit.admitted");

  private final String door;
  private final int most;
  private final int mostPerAddress;
  private final String refusal;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * @param refusal what the client is told, in its protocol; empty says nothing
   */
  ConnectionLimits(String door, int most, int mostPerAddress, String refusal) {
    this.door = door;
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    this.refusal = refusal;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    InetAddress from = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
    if (enter(from)) {
      ctx.channel().attr(ADMITTED).set(true);
      ctx.fireChannelActive();
      return;
    }
    LOG.info("too many connections at {}, refused one from {}", door, from.getHostAddress());
    ctx.writeAndFlush(Unpooled.copiedBuffer(refusal, StandardCharsets.US_ASCII))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ctx.channel().attr(ADMITTED).get() == null) {
      io.netty.util.ReferenceCountUtil.release(message); // it is being closed
    } else {
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (ctx.channel().attr(ADMITTED).getAndSet(null) != null) {
      leave(((InetSocketAddress) ctx.channel().remoteAddress()).getAddress());
      ctx.fireChannelInactive();
    }
  }

  boolean enter(InetAddress from) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    if (from.isLoopbackAddress() || perAddress.merge(from, 1, Integer::sum) <= mostPerAddress) {
      return true;
    }
    leave(from);
    return false;
  }

  void leave(InetAddress from) {
    open.decrementAndGet();
    perAddress.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
  }
}
