package org.godwit.cluster.drill;

/**
 * A server that a drill speaks to.
 *
 * @param name for people
 * @param host its name or address
 * @param smtp a port that takes mail from strangers
 * @param submission a port that takes mail from users
 * @param imap a port of IMAP
 * @param http a port of JMAP; 0 does not ask there
 * @param tls whether the last three begin with TLS
 */
public record Endpoint(
    String name, String host, int smtp, int submission, int imap, int http, boolean tls) {

  /**
   * Reads {@code NAME=HOST:SMTP:SUBMISSION:IMAP[:HTTP]}.
   *
   * @throws IllegalArgumentException when it is written otherwise
   */
  static Endpoint of(String text, boolean tls) {
    String[] parts = text.split("[=:]", -1);
    if (parts.length < 5 || parts.length > 6) {
      throw new IllegalArgumentException("not NAME=HOST:SMTP:SUBMISSION:IMAP[:HTTP]: " + text);
    }
    return new Endpoint(
        parts[0],
        parts[1],
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        parts.length == 6 ? Integer.parseInt(parts[5]) : 0,
        tls);
  }
}
