package org.godwit.server.door;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;

/**
 * What is spoken at a door.
 *
 * @param greetingOfOverload a line for a client that finds the door full
 * @param goodbye a line for a client when the server stops
 * @param timeout a line for a client that does nothing for too long; empty says nothing
 * @param commandLimit bytes of a command line
 * @param dataLimit bytes of a line of a message
 * @param idleSeconds in which a client has to do something
 * @param loginSeconds in which a client has to log in; 0 where it need not
 * @param core makes what answers the lines of one connection; it may block, and is called from one
 *     thread at a time
 */
public record Talk(
    String greetingOfOverload,
    String goodbye,
    String timeout,
    int commandLimit,
    int dataLimit,
    int idleSeconds,
    int loginSeconds,
    Core core) {

  /** Makes the handler of one connection. */
  @FunctionalInterface
  public interface Core {

    /** A handler for lines, as {@link LineFramer} cuts them. */
    ChannelHandler forConnection(ChannelPipeline pipeline);
  }
}
