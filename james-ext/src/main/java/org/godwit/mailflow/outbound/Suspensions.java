package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Destinations that could not be reached a moment ago. Mail that waited behind the one that found
 * out shares its outcome, instead of waiting for the same timeout one after the other. Safe for
 * many threads.
 */
final class Suspensions {
  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final int MANY = 1_000;

  private record Suspension(Instant until, Outcome outcome) {}

  private final Clock clock;
  private final Map<String, Suspension> suspended = new ConcurrentHashMap<>();

  Suspensions(Clock clock) {
    this.clock = clock;
  }

  /** Only what is temporary is remembered: a domain that does not exist costs no time. */
  void add(String destination, Outcome outcome) {
    if (outcome.action() != Outcome.Action.DELAYED) {
      return;
    }
    Instant now = clock.instant();
    if (suspended.size() >= MANY) {
      suspended.values().removeIf(old -> !now.isBefore(old.until()));
    }
    suspended.put(destination, new Suspension(now.plus(LENGTH), outcome));
  }

  /** Why a destination is not tried now; null when it is. */
  Outcome of(String destination) {
    Suspension suspension = suspended.get(destination);
    if (suspension == null) {
      return null;
    }
    if (clock.instant().isBefore(suspension.until())) {
      return suspension.outcome();
    }
    suspended.remove(destination, suspension);
    return null;
  }
}
