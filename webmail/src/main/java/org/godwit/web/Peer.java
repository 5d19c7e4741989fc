package org.godwit.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.godwit.trust.ClearText;

/**
 * Who is at the other end of the connection.
 *
 * @param confidential whether a password may come from there: under TLS, or without leaving the
 *     machine
 */
public record Peer(InetAddress address, boolean encrypted, boolean confidential) {

  /** Empty for a connection that has no address any more, because it is closed. */
  public static Optional<Peer> of(Request request) {
    if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress at
        && at.getAddress() != null) {
      boolean tls = request.isSecure();
      return Optional.of(new Peer(at.getAddress(), tls, ClearText.passwordAllowed(at, tls)));
    }
    return Optional.empty();
  }
}
