package org.godwit.trust.dkim;

import java.util.Locale;

/**
 * What became of one signature (8601 §2.7.1).
 *
 * @param domain who signed, "d="; empty when the signature does not say
 * @param selector "s="; empty when the signature does not say
 * @param algorithm "a="; empty when the signature does not say
 * @param reason in a few words; empty for a pass
 */
public record DkimResult(
    Status status, String domain, String selector, String algorithm, String reason) {

  /** The words of 8601 §2.7.1. */
  public enum Status {
    PASS,
    FAIL,
    POLICY,
    TEMPERROR,
    PERMERROR;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean passed() {
    return status == Status.PASS;
  }
}
