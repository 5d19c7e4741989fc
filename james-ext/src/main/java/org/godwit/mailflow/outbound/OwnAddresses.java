package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.Predicate;

/** Which addresses lead back to this machine: a mail for others that goes there is in a loop. */
final class OwnAddresses {
  private OwnAddresses() {}

  static Predicate<InetAddress> ofThisMachine() {
    return address ->
        address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isMulticastAddress()
            || isOnAnInterface(address);
  }

  private static boolean isOnAnInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // then the loop ends at the limit of Received fields
    }
  }
}
