package org.godwit.server.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** What goes to a client: it does not pile up when nobody reads it, and the last of it arrives. */
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

  /**
   * Says that we are done, and hears the client out for a moment: if we closed on what it is still
   * sending, the network could take our last answer from it.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the connection ends, whether these succeed or not
  static void hangUp(Channel channel) {
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              SslHandler tls = channel.pipeline().get(SslHandler.class);
              if (tls != null) {
                tls.closeOutbound();
              } else if (channel instanceof SocketChannel socket && socket.isActive()) {
                socket.shutdownOutput();
              }
              channel.eventLoop().schedule(() -> channel.close(), 2, TimeUnit.SECONDS);
            });
  }
}
