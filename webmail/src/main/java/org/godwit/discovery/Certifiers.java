package org.godwit.discovery;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The names by which CAA records know authorities (8659 §4.2), by where they take orders. */
public final class Certifiers {

  /** Whom we recommend to those who have nobody yet. */
  public static final String RECOMMENDED = "letsencrypt.org";

  private static final Map<String, String> BY_DOMAIN =
      Map.of(
          "letsencrypt.org", "letsencrypt.org",
          "zerossl.com", "sectigo.com",
          "sectigo.com", "sectigo.com",
          "pki.goog", "pki.goog",
          "ssl.com", "ssl.com",
          "digicert.com", "digicert.com");

  private Certifiers() {}

  /**
   * The name of an authority.
   *
   * @param directory where it takes orders (8555 §7.1.1)
   * @return empty for one that we do not know: a guess would keep it from giving us certificates
   */
  public static Optional<String> of(URI directory) {
    String host = directory.getHost() == null ? "" : directory.getHost();
    return BY_DOMAIN.entrySet().stream()
        .filter(each -> host.endsWith("." + each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
