package org.godwit.trust.dkim;

import java.security.KeyPair;

/**
 * A key of a domain.
 *
 * @param domain in A-labels and lower case
 * @param selector names it in DNS: {@code SELECTOR._domainkey.DOMAIN}
 */
public record DkimKey(String domain, String selector, DkimAlgorithm algorithm, KeyPair pair) {

  /** The name of its record in DNS (6376 §3.6.2.1). */
  public String name() {
    return selector + "._domainkey." + domain;
  }

  /** The text of its record (6376 §3.6.1). */
  public String record() {
    return "v=DKIM1; k=" + algorithm.tag() + "; p=" + algorithm.published(pair.getPublic());
  }

  /** Never the key. */
  @Override
  public String toString() {
    return name() + " " + algorithm.tag();
  }
}
