package org.godwit.discovery;

import java.util.List;

/**
 * Where mail programs reach us.
 *
 * @param hostname that the certificate names
 * @param services those that are open, best first
 */
public record Site(String hostname, List<Offer> services) {
  public Site {
    services = List.copyOf(services);
  }

  /** What a service is for. */
  public enum Kind {
    IMAP,
    POP3,
    SMTP
  }

  /**
   * A service that mail programs use.
   *
   * @param tls from the first byte; otherwise STARTTLS
   */
  public record Offer(Kind kind, int port, boolean tls) {}

  List<Offer> of(Kind kind) {
    return services.stream().filter(offer -> offer.kind() == kind).toList();
  }
}
