package org.godwit.cluster.drill;

/**
 * A server that a drill speaks to.
 *
 * @param name for people
 * @param host its name or address
 * @param smtp a port that takes mail from strangers
 * @param submission a port that takes mail from users
 * @param imap a port of IMAP
 * @param tls whether the last two begin with TLS
 */
public record Endpoint(String name, String host, int smtp, int submission, int imap, boolean tls) {

  /**
   * Reads {@code NAME=HOST:SMTP:SUBMISSION:IMAP}.
   *
   * @throws IllegalArgumentException when it is written otherwise
   */
  static Endpoint of(String text, boolean tls) {
    String[] parts = text.split("[=:]", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException("not NAME=HOST:SMTP:SUBMISSION:IMAP: " + text);
    }
    return new Endpoint(
        parts[0],
        parts[1],
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        Integer.parseInt(parts[4]),
        tls);
  }
}
