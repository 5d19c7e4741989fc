package org.godwit.passkey;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser calls us. A passkey belongs to the name, and says which site it was used at.
 *
 * @param name the host's name, in lower case
 * @param origin scheme, name, and port unless it is the usual one
 */
public record Site(String name, String origin) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*\\.[0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9-]{1,63}){0,10}");

  /** Empty when passkeys cannot belong to it: an address is no name. */
  public static Optional<Site> of(String scheme, String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    boolean usual = port <= 0 || port == (scheme.equals("https") ? 443 : 80);
    return Optional.of(new Site(name, scheme + "://" + name + (usual ? "" : ":" + port)));
  }
}
