package org.godwit.jmap.push;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where we let ourselves be sent. Whoever subscribes names an address that we then connect to, from
 * inside of our network: so it is https, and no address that only we could reach. The name is
 * resolved once, and what was looked at is what is connected to.
 *
 * @param anywhere also without TLS, and to ourselves and our neighbours: for tests with a push
 *     service of one's own
 */
public record PushTargets(boolean anywhere) {

  private static final int LONGEST = 2_000;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Only what is out in the world. */
  public static final PushTargets STRICT = new PushTargets(false);

  /** Reads an address; empty when we would never go there, whatever its name stands for. */
  Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean scheme =
          "https".equals(uri.getScheme()) || (anywhere && "http".equals(uri.getScheme()));
      boolean good =
          text.length() <= LONGEST
              && text.chars().allMatch(octet -> octet > ' ' && octet < 0x7f)
              && scheme
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null
              && (anywhere || uri.getPort() < 0 || uri.getPort() == HTTPS)
              && (anywhere || !isLiteralInside(uri.getHost()));
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notOurs) {
      return Optional.empty();
    }
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? HTTPS : HTTP;
  }

  /** So that whoever subscribes is told at once; names are looked at when they are resolved. */
  private static boolean isLiteralInside(String host) {
    String plain = host.replaceAll("[\\[\\]]", "");
    if (!host.startsWith("[") && !plain.matches("[0-9.]+|0[xX].*")) {
      return host.equalsIgnoreCase("localhost")
          || host.toLowerCase(java.util.Locale.ROOT).endsWith(".localhost");
    }
    try {
      return isInside(InetAddress.getByName(plain)); // no look-up: it is no name
    } catch (UnknownHostException strange) {
      return true;
    }
  }

  /**
   * The address to connect to.
   *
   * @throws IOException when there is none, or one of them is inside: a name with both is a trick
   */
  InetAddress resolve(URI uri) throws IOException {
    InetAddress[] all = InetAddress.getAllByName(uri.getHost());
    if (!anywhere && Arrays.stream(all).anyMatch(PushTargets::isInside)) {
      throw new UnknownHostException("the address is not out in the world");
    }
    return all[0];
  }

  /** Whether it is ourselves, our network, nobody or many. */
  static boolean isInside(InetAddress address) {
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
