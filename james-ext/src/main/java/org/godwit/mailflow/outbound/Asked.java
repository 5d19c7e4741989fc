package org.godwit.mailflow.outbound;

import java.util.List;
import java.util.Optional;

/**
 * Who asked for TLS, for reports to them (8460 §4.2).
 *
 * @param domain of the recipients, in A-labels
 * @param text what was asked for, a line each; empty when nothing was
 * @param wrong what is wrong with that itself, however well a server does; such a session counts as
 *     failed (8460 §4.3)
 */
record Asked(String domain, Kind kind, List<String> text, Optional<TlsFailure> wrong) {
  Asked {
    text = List.copyOf(text);
  }

  /** With nothing wrong. */
  Asked(String domain, Kind kind, List<String> text) {
    this(domain, kind, text, Optional.empty());
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
