package org.godwit.trust.acme;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** No certificate this time. The message is a line for the admin, free of control characters. */
public sealed class OrderFailed extends Exception permits AccountEnded {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  private final transient Optional<Instant> retryAfter;
  private final transient Set<String> names;

  OrderFailed(String why) {
    this(why, Optional.empty(), Set.of(), null);
  }

  OrderFailed(String why, Throwable cause) {
    this(why, Optional.empty(), Set.of(), cause);
  }

  OrderFailed(String why, Optional<Instant> retryAfter, Set<String> names, Throwable cause) {
    super(line(why), cause);
    this.retryAfter = retryAfter;
    this.names = Set.copyOf(names);
  }

  /** An authority's words go to a log and a terminal. */
  static String line(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  /** When the authority lets us ask again, if it said so. */
  Optional<Instant> retryAfter() {
    return retryAfter;
  }

  /** The names that could not be proven; empty when that was not the reason. */
  Set<String> names() {
    return names;
  }
}
