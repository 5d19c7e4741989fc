package org.godwit.server.door;

import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.Encryption;
import org.godwit.trust.Certificates;

/** The beginning of TLS, with time for a client that is busy or far away. */
final class Handshake {

  private Handshake() {}

  static SslHandler of(Encryption encryption) {
    SslHandler tls = encryption.sslHandler();
    tls.setHandshakeTimeout(Certificates.HANDSHAKE.toSeconds(), TimeUnit.SECONDS);
    return tls;
  }
}
