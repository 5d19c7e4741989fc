package org.godwit.trust.acme;

/** How we prove that a name is ours. */
public enum ChallengeKind {
  /** By a page on port 80 of that name (8555 §8.3). */
  HTTP_01("http-01"),
  /** By a handshake on port 443 of that name (8737 §3). */
  TLS_ALPN_01("tls-alpn-01"),
  /** By a record in DNS, which we write by a signed update (8555 §8.4). */
  DNS_01("dns-01");

  private final String type;

  ChallengeKind(String type) {
    this.type = type;
  }

  /** As ACME calls it. */
  public String type() {
    return type;
  }
}
