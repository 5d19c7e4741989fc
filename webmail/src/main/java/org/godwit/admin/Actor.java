package org.godwit.admin;

import java.util.Set;
import org.godwit.store.admin.Grant;

/**
 * Who asks for an operation.
 *
 * @param name their address; for the socket who owns it
 * @param way how they came
 * @param from their network address; empty for the socket
 * @param grants what they may administer
 */
public record Actor(String name, Way way, String from, Set<Grant> grants) {

  /** How somebody comes to an operation. */
  public enum Way {
    /** The socket on this machine, which only the server's user and root reach. */
    SOCKET,
    /** A browser that is signed in. */
    BROWSER,
    /** A program with a token. */
    TOKEN
  }

  /** Whoever reaches the socket. */
  static final Actor MACHINE = new Actor("the machine's admin", Way.SOCKET, "", Set.of(Grant.ALL));

  public Actor {
    grants = Set.copyOf(grants);
  }
}
