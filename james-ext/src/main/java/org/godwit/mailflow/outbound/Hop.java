package org.godwit.mailflow.outbound;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One address to try.
 *
 * @param host the name it was found under, for reports and for SNI
 * @param proof what it has to show before it gets mail
 * @param asked who asked for that, and is told how it went; empty when nobody is
 */
record Hop(String host, InetSocketAddress address, Proof proof, Optional<Asked> asked) {

  /** One that may show any certificate, or none. */
  Hop(String host, InetSocketAddress address) {
    this(host, address, new Proof.Nothing(), Optional.empty());
  }

  /** The same, when it has to show more or less. */
  Hop showing(Proof other) {
    return new Hop(host, address, other, asked);
  }

  /** The same, when somebody is told how it went. */
  Hop askedBy(Asked other) {
    return new Hop(host, address, proof, Optional.of(other));
  }

  /** The same, when it need show nothing, and nobody is told. */
  Hop unasked() {
    return new Hop(host, address);
  }

  @Override
  public String toString() {
    return host + "[" + address.getAddress().getHostAddress() + "]:" + address.getPort();
  }
}
