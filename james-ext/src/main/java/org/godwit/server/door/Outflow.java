package org.godwit.server.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.TimeUnit;

/** Keeps answers that a client does not read from piling up. */
final class Outflow {

  private static final int SLOWEST_MINUTES = 5;

  private Outflow() {}

  /** Waits, when much is on its way, until the client has taken it. Never on an event loop. */
  static void ebb(Channel channel) {
    if (channel.isActive() && !channel.isWritable()) {
      written(channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
    }
  }

  /** Waits until the client has taken what was sent, but not for ever. */
  static void written(ChannelFuture sent) {
    if (!sent.awaitUninterruptibly(SLOWEST_MINUTES, TimeUnit.MINUTES)) {
      sent.channel().close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
  }
}
