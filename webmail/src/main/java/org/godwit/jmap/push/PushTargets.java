package org.godwit.jmap.push;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.godwit.trust.PublicAddresses;

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
      return !PublicAddresses.isElsewhere(InetAddress.getByName(plain)); // it is no name to look up
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
    if (!anywhere && !Arrays.stream(all).allMatch(PublicAddresses::isElsewhere)) {
      throw new UnknownHostException("the address is not out in the world");
    }
    return all[0];
  }
}
