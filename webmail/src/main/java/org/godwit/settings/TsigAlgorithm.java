package org.godwit.settings;

/** What signs updates of DNS. */
enum TsigAlgorithm {
  SHA256,
  SHA384,
  SHA512;

  /** Its name in DNS. */
  String tsig() {
    return switch (this) {
      case SHA256 -> "hmac-sha256";
      case SHA384 -> "hmac-sha384";
      case SHA512 -> "hmac-sha512";
    };
  }
}
