package org.godwit.trust;

import java.net.InetSocketAddress;

/** Whether a password may travel on a connection: under TLS, or without leaving the machine. */
public final class ClearText {

  private ClearText() {}

  /**
   * The one rule of all doors.
   *
   * @param remote whose connection it is; an unresolved or unknown (null) one is not trusted
   * @param tls whether TLS is active on it now
   */
  public static boolean passwordAllowed(InetSocketAddress remote, boolean tls) {
    return tls
        || (remote != null
            && remote.getAddress() != null
            && remote.getAddress().isLoopbackAddress());
  }
}
