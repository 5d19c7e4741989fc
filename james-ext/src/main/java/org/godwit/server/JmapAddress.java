package org.godwit.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** Where clients of the mail doors reach JMAP, as far as the settings tell. */
final class JmapAddress {
  private static final int HTTPS = 443;

  private JmapAddress() {}

  /**
   * The session's address (RFC 8620 §2): under our name where the web door is open to others, under
   * localhost where everything is for this machine only.
   *
   * @return empty when the web door has no TLS of its own, no fixed port, or is not reached by
   *     those who reach IMAP
   */
  static Optional<URI> of(ServerSettings settings) {
    ServerSettings.Listen listen = settings.listen();
    if (listen.https().isEmpty() || listen.https().get().getPort() == 0) {
      return Optional.empty();
    }
    InetSocketAddress https = listen.https().get();
    if (!isLocal(https)) {
      return Optional.of(address(settings.hostname(), https.getPort()));
    }
    boolean allLocal =
        listen.imap().filter(door -> !isLocal(door)).isEmpty()
            && listen.imaps().filter(door -> !isLocal(door)).isEmpty();
    return allLocal ? Optional.of(address("localhost", https.getPort())) : Optional.empty();
  }

  private static boolean isLocal(InetSocketAddress door) {
    return door.getAddress() != null && door.getAddress().isLoopbackAddress();
  }

  private static URI address(String host, int port) {
    return URI.create("https://" + host + (port == HTTPS ? "" : ":" + port) + "/jmap/session");
  }
}
