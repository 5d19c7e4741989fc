package org.godwit.mailflow.outbound;

import java.net.InetSocketAddress;

/**
 * One address to try.
 *
 * @param host the name it was found under, for reports and for SNI
 * @param mustProve whether mail goes there under TLS alone, after it has proved that it is the host
 */
record Hop(String host, InetSocketAddress address, boolean mustProve) {

  /** One that may show any certificate, or none. */
  Hop(String host, InetSocketAddress address) {
    this(host, address, false);
  }

  /** The same, when it has to prove who it is. */
  Hop proving() {
    return new Hop(host, address, true);
  }

  @Override
  public String toString() {
    return host + "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
  }
}
