package org.godwit.trust;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Which addresses are out in the world: strangers must not send us to others. */
public final class WorldAddresses {

  private WorldAddresses() {}

  /** Whether it is ourselves, our network, nobody or many. */
  public static boolean isInside(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isReserved4(bytes) : isReserved6(bytes);
  }

  private static boolean isReserved4(byte[] ip) {
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    int third = ip[2] & 0xff;
    return first == 0 // 6890 §2.2.2
        || (first == 100 && second >= 64 && second < 128) // shared by customers of one provider
        || (first == 192 && second == 0 && (third == 0 || third == 2))
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (second == 18 || second == 19))
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113)
        || first >= 240;
  }

  private static boolean isReserved6(byte[] ip) {
    int first = ip[0] & 0xff;
    int second = ip[1] & 0xff;
    boolean global = (first & 0xe0) == 0x20; // 2000::/3 alone is out in the world
    boolean tunnel =
        (first == 0x20 && second == 0x02) // 6to4 and Teredo hold an IPv4 address
            || (first == 0x20 && second == 0x01 && ip[2] == 0 && ip[3] == 0);
    boolean documentation =
        first == 0x20 && second == 0x01 && (ip[2] & 0xff) == 0x0d && (ip[3] & 0xff) == 0xb8;
    return !global || tunnel || documentation;
  }
}
