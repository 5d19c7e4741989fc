package org.godwit.mailflow.outbound;

import java.net.InetSocketAddress;

/**
 * One address to try.
 *
 * @param host the name it was found under, for reports and for SNI
 */
record Hop(String host, InetSocketAddress address) {

  @Override
  public String toString() {
    return host + "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
  }
}
