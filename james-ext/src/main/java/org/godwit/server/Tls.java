package org.godwit.server;

import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;
import org.godwit.trust.Certificates;

/** The certificate of the moment in the form that James's parts take. */
final class Tls {

  private final Certificates certificates;

  Tls(Certificates certificates) {
    this.certificates = certificates;
  }

  /**
   * Good for as long as the server runs.
   *
   * @param implicit from the first byte; otherwise when the client asks for it
   */
  Encryption encryption(boolean implicit) {
    String[] ciphers = Certificates.CIPHERS.toArray(String[]::new);
    String[] protocols = Certificates.PROTOCOLS.toArray(String[]::new);
    return implicit
        ? Encryption.createTls(certificates.context(), ciphers, protocols, ClientAuth.NONE)
        : Encryption.createStartTls(certificates.context(), ciphers, protocols, ClientAuth.NONE);
  }
}
