package org.godwit.mailflow.inbound;

import java.util.Locale;

/** What a policy says of a sender's address (7208 §2.6). */
enum SpfResult {
  NONE,
  NEUTRAL,
  PASS,
  FAIL,
  SOFTFAIL,
  TEMPERROR,
  PERMERROR;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
