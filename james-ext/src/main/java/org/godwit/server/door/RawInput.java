package org.godwit.server.door;

import io.netty.buffer.ByteBuf;

/** A connection whose bytes can be had as they come, past the cutting into lines. */
public interface RawInput {

  /** Takes bytes instead of commands. */
  @FunctionalInterface
  interface Taker {

    /**
     * Reads what is its own. Called on the connection's thread, which may wait.
     *
     * @param bytes at least one; what is left unread is given again with what comes next
     * @return whether it has all it wants; what it left unread is lines again
     */
    boolean take(ByteBuf bytes);
  }

  /** Gives all that follows the present line to a taker, until it has enough. */
  void divert(Taker taker);
}
