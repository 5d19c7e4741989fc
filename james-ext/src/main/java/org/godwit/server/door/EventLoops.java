package org.godwit.server.door;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all doors share: one takes connections, as many as there are cores read them.
 */
public final class EventLoops implements AutoCloseable {

  private static final int QUIET_MS = 50; // handlers of closed connections have a last word

  private final EventLoopGroup accepting =
      new NioEventLoopGroup(1, new DefaultThreadFactory("door-accept", true));
  private final EventLoopGroup reading =
      new NioEventLoopGroup(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          new DefaultThreadFactory("door-io", true));

  EventLoopGroup accepting() {
    return accepting;
  }

  EventLoopGroup reading() {
    return reading;
  }

  @Override
  public void close() {
    var accepts = accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    reading
        .shutdownGracefully(QUIET_MS, 2_000, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2, TimeUnit.SECONDS);
    accepts.awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
