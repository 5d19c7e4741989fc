package org.godwit.mailflow.outbound;

import java.util.List;

/**
 * Who asked for TLS, for reports to them (8460 §4.2).
 *
 * @param domain of the recipients, in A-labels
 * @param text what was asked for, a line each; empty when nothing was
 */
record Asked(String domain, Kind kind, List<String> text) {
  Asked {
    text = List.copyOf(text);
  }

  /** By what. */
  enum Kind {
    TLSA("tlsa"),
    STS("sts"),
    NOTHING("no-policy-found");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As reports call it. */
    String word() {
      return word;
    }
  }

  static Asked nothing(String domain) {
    return new Asked(domain, Kind.NOTHING, List.of());
  }
}
