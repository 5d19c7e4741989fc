package org.godwit.settings;

import org.godwit.trust.acme.ChallengeKind;

/** How an authority sees that names are ours. */
enum ChallengeWord {
  HTTP,
  TLS,
  DNS;

  ChallengeKind kind() {
    return switch (this) {
      case HTTP -> ChallengeKind.HTTP_01;
      case TLS -> ChallengeKind.TLS_ALPN_01;
      case DNS -> ChallengeKind.DNS_01;
    };
  }
}
