package org.godwit.trust;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are everybody's: those of IANA's registries that are reachable from everywhere.
 * Strangers must not send us to any other.
 */
public final class PublicAddresses {

  /** 6890 §2.2.2 and what came after it. */
  private static final List<Network> CLOSED_4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10", // 6598: between a provider and its customers
          "127.0.0.0/8",
          "169.254.0.0/16", // where clouds tell machines their secrets
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** Of IPv6 only what is given out to the world (4291 §2.4) is open … */
  private static final Network OPEN_6 = Network.parse("2000::/3");

  /** … but for what is not, or leads to some address of IPv4. NAT64 lies outside of it anyway. */
  private static final List<Network> CLOSED_6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  private PublicAddresses() {}

  private static List<Network> networks(String... ranges) {
    return Stream.of(ranges).map(Network::parse).toList();
  }

  /** Whether an address is one of them; one of IPv4 may be written as one of IPv6. */
  public static boolean contain(InetAddress address) {
    return address instanceof Inet4Address
        ? CLOSED_4.stream().noneMatch(range -> range.contains(address))
        : OPEN_6.contains(address) && CLOSED_6.stream().noneMatch(range -> range.contains(address));
  }

  /** Whether an address is one of them, and none of this machine. */
  public static boolean isElsewhere(InetAddress address) {
    return contain(address) && !isOwn(address);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }
}
