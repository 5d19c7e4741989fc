package org.godwit.cluster.site;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A site, as every site knows it.
 *
 * @param name of the site
 * @param host the name or address under which the other sites reach it
 * @param witness whether it only votes, and keeps no mail
 */
public record Peer(String name, String host, boolean witness) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?<name>[a-z]([a-z0-9-]{0,30}[a-z0-9])?)"
              + "=(?<host>[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,39}])"
              + "(?<witness>/witness)?");

  /**
   * Reads {@code NAME=HOST} or {@code NAME=HOST/witness}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Peer parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is not NAME=HOST or NAME=HOST/witness");
    }
    return new Peer(matcher.group("name"), matcher.group("host"), matcher.group("witness") != null);
  }

  /** Where a service of this site is, as addresses write it. */
  String at(int port) {
    return host + ":" + port;
  }

  /** The host without the brackets that an address of IPv6 has in front of a port. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return name + "=" + host + (witness ? "/witness" : "");
  }
}
