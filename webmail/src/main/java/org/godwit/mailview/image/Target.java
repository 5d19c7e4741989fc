package org.godwit.mailview.image;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of a picture, taken apart once. Whatever has more than one reading is none: then no
 * other program can read it otherwise.
 *
 * @param host a name, or an address without brackets
 * @param isLiteral whether the host is an address
 * @param path with the query
 */
record Target(boolean encrypted, String host, boolean isLiteral, int port, String path) {

  private static final Pattern DOTTED =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern SIX = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}\\]");
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9A-Fa-f]*)\\.?");

  /** Names that mean this machine or this network. */
  private static final Pattern LOCAL =
      Pattern.compile(
          ".*\\.(?:localhost|local|localdomain|internal|intranet|home|lan|corp|private|arpa|onion"
              + "|test|invalid|example)");

  /** Reads an address; empty when nobody should go there. */
  static Optional<Target> of(String url) {
    URI uri;
    try {
      uri = new URI(encoded(url)).parseServerAuthority();
    } catch (URISyntaxException unreadable) {
      return Optional.empty();
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean encrypted = scheme.equals("https");
    if ((!encrypted && !scheme.equals("http"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? (encrypted ? 443 : 80) : uri.getPort();
    String path =
        (uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return host(uri.getHost())
        .map(host -> new Target(encrypted, host.name(), host.isLiteral(), port, path));
  }

  private record Host(String name, boolean isLiteral) {}

  private static Optional<Host> host(String written) {
    if (SIX.matcher(written).matches()) {
      return Optional.of(new Host(written.substring(1, written.length() - 1), true));
    }
    if (ENDS_IN_NUMBER.matcher(written).matches()) { // 0x7f.1, 017700000001, 2130706433: not read
      return DOTTED.matcher(written).matches()
          ? Optional.of(new Host(written, true))
          : Optional.empty();
    }
    String name = written.toLowerCase(Locale.ROOT);
    return name.length() <= 253 && NAME.matcher(name).matches() && !LOCAL.matcher(name).matches()
        ? Optional.of(new Host(name, false))
        : Optional.empty();
  }

  /** Letters beyond ASCII in the host and elsewhere, as they travel. */
  private static String encoded(String url) throws URISyntaxException {
    StringBuilder encoded = new StringBuilder(url.length());
    int authority = url.indexOf("://");
    int end = authority < 0 ? -1 : end(url, authority + 3);
    if (authority < 0 || url.length() > 8_000) {
      throw new URISyntaxException("", "no address of the web");
    }
    String host = url.substring(authority + 3, end);
    try {
      boolean plain = host.chars().allMatch(c -> c < 0x80);
      String name = plain ? host : IDN.toASCII(host);
      if (!plain && ENDS_IN_NUMBER.matcher(name).matches()) { // digits in circles, and the like
        throw new URISyntaxException("", "no name of a host");
      }
      encoded.append(url, 0, authority + 3).append(name);
    } catch (IllegalArgumentException noName) {
      throw new URISyntaxException("", "no name of a host");
    }
    int fragment = url.indexOf('#', end);
    for (int c :
        url.substring(end, fragment < 0 ? url.length() : fragment).codePoints().toArray()) {
      if (c > ' ' && c < 0x7F && "\"<>\\^`{|}[]".indexOf(c) < 0) {
        encoded.append((char) c);
      } else {
        for (byte octet : Character.toString(c).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
          encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet & 0xFF));
        }
      }
    }
    return encoded.toString();
  }

  private static int end(String url, int from) {
    int end = from;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** As it stands in a request's Host. */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (encrypted ? 443 : 80) ? name : name + ":" + port;
  }

  String url() {
    return (encrypted ? "https://" : "http://") + authority() + path;
  }
}
