package org.godwit.trust.dkim;

import java.util.Locale;

/** The two canonical forms of header fields and bodies (6376 §3.4). */
enum Canon {
  SIMPLE,
  RELAXED;

  /** A field as it is signed, without a line end. */
  String field(String raw) {
    return this == SIMPLE ? raw : relaxed(raw);
  }

  // 6376 §3.4.2
  private static String relaxed(String raw) {
    int colon = raw.indexOf(':');
    String name = raw.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
    StringBuilder value = new StringBuilder(raw.length());
    boolean space = false;
    for (int i = colon + 1; i < raw.length(); i++) {
      char next = raw.charAt(i);
      if (next == '\r' || next == '\n') {
        continue;
      }
      if (next == ' ' || next == '\t') {
        space = true;
        continue;
      }
      if (space && !value.isEmpty()) {
        value.append(' ');
      }
      space = false;
      value.append(next);
    }
    return name + ":" + value;
  }
}
