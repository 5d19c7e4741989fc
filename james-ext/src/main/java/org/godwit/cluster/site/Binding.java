package org.godwit.cluster.site;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Where our services listen, and where we reach them ourselves.
 *
 * @param listen an address of this machine, or {@code 0.0.0.0} for all
 * @param local an address of this machine that {@link #listen} covers
 */
record Binding(String listen, String local) {

  /**
   * The host's address, where it is written as one and this machine has it. Otherwise all: behind a
   * router or in a container nobody knows here which one other sites come in by.
   */
  static Binding of(Peer self) {
    String host = self.bareHost();
    boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
    if (isAddress && isOurs(host)) {
      return new Binding(self.host(), self.host());
    }
    return host.contains(":") ? new Binding("[::]", "[::1]") : new Binding("0.0.0.0", "127.0.0.1");
  }

  private static boolean isOurs(String address) {
    try {
      InetAddress asked = InetAddress.getByName(address);
      return asked.isLoopbackAddress() || NetworkInterface.getByInetAddress(asked) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  String listen(int port) {
    return listen + ":" + port;
  }

  String local(int port) {
    return local + ":" + port;
  }
}
