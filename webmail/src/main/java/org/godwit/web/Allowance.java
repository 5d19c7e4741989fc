package org.godwit.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often somebody may ask: so many times at once, and then as fast as that comes back. Safe for
 * many threads; whoever has not asked for long is forgotten.
 */
public final class Allowance {
  private static final int MOST_KNOWN = 10_000;

  private final int most;
  private final Duration refill;
  private final InstantSource clock;
  private final Cache<String, Left> known;

  private record Left(double tokens, Instant at) {}

  /**
   * Makes one.
   *
   * @param most at once
   * @param refill how long until all of it is back
   */
  public Allowance(int most, Duration refill, InstantSource clock) {
    this.most = most;
    this.refill = refill;
    this.clock = clock;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterAccess(refill.multipliedBy(2))
            .build();
  }

  /** Whether one is left. */
  public boolean has(String who) {
    Left left = known.getIfPresent(who);
    return left == null || after(left, clock.instant()).tokens() >= 0;
  }

  /** Takes one; false when none is left. */
  public boolean take(String who) {
    Instant now = clock.instant();
    Left left =
        known
            .asMap()
            .compute(who, (name, before) -> before == null ? full(now) : after(before, now));
    return left.tokens() >= 0;
  }

  private Left full(Instant now) {
    return new Left(most - 1, now);
  }

  private Left after(Left before, Instant now) {
    double back = (double) Duration.between(before.at(), now).toMillis() * most / refill.toMillis();
    double had = Math.min(most, Math.max(0, before.tokens()) + back);
    return new Left(had >= 1 ? had - 1 : Math.min(had, 1) - 1, now);
  }
}
