package org.godwit.server.door;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;

/**
 * What is spoken at a door.
 *
 * @param greetingOfOverload a line for a client that finds the door full
 * @param goodbye a line for a client when the server stops
 * @param commandLimit bytes of a command line
 * @param dataLimit bytes of a line of a message
 * @param idleSeconds silence after which a connection is closed
 * @param core makes what answers the lines of one connection; it may block, and is called from one
 *     thread at a time
 */
public record Talk(
    String greetingOfOverload,
    String goodbye,
    int commandLimit,
    int dataLimit,
    int idleSeconds,
    Core core) {

  /** Makes the handler of one connection. */
  @FunctionalInterface
  public interface Core {

    /** A handler for lines, as {@link LineFramer} cuts them. */
    ChannelHandler forConnection(ChannelPipeline pipeline);
  }
}
