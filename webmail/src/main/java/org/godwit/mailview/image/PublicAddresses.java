package org.godwit.mailview.image;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses that are everybody's: those of IANA's registries that are reachable from everywhere,
 * and none of this machine.
 */
final class PublicAddresses implements AddressPolicy {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Range(byte[] prefix, int bits) {
    static Range of(String cidr) {
      String[] parts = cidr.split("/", 2);
      return new Range(literal(parts[0]).getAddress(), Integer.parseInt(parts[1]));
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** 6890 §2.2.2 and what came after it. */
  private static final List<Range> CLOSED_4 =
      Stream.of(
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
              "240.0.0.0/4")
          .map(Range::of)
          .toList();

  /** Of IPv6 only what is given out to the world (4291 §2.4) is open … */
  private static final Range OPEN_6 = Range.of("2000::/3");

  /** … but for what is not, or leads to some address of IPv4. NAT64 lies outside of it anyway. */
  private static final List<Range> CLOSED_6 =
      Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
          .map(Range::of)
          .toList();

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a literal needs no look-up", e);
    }
  }

  @Override
  public boolean allows(InetAddress address, int port) {
    return (port == 80 || port == 443) && isPublic(address) && !isOwn(address);
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) { // so is an address of IPv4 that was written as one of IPv6
      return CLOSED_4.stream().noneMatch(range -> range.contains(bytes));
    }
    return OPEN_6.contains(bytes) && CLOSED_6.stream().noneMatch(range -> range.contains(bytes));
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }
}
