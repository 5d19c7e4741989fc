package org.godwit.trust.sasl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Who is being checked at this moment. Attempts count as failed until they are decided, so that
 * many at once gain a guesser nothing; here those who come while others of the same account or
 * address are being checked wait for them, and are not told that they failed too often when nobody
 * did. Safe for many threads.
 */
final class Crowd {
  private static final long LONGEST_MS = 5_000;
  private static final long LOOK_MS = 20;

  // what never comes to an end, such as half a proof, counts no longer than others wait
  private final Cache<String, Integer> underWay =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(Duration.ofMillis(LONGEST_MS))
          .executor(Runnable::run)
          .build();

  void enter(InetAddress from, String account) {
    keys(from, account).forEach(key -> underWay.asMap().merge(key, 1, Integer::sum));
  }

  void leave(InetAddress from, String account) {
    keys(from, account)
        .forEach(key -> underWay.asMap().computeIfPresent(key, (same, n) -> n == 1 ? null : n - 1));
  }

  /**
   * Waits until somebody is admitted, as long as others are being checked.
   *
   * @return whether he was
   */
  boolean admitted(InetAddress from, String account, BooleanSupplier admission) {
    boolean admitted = admission.getAsBoolean();
    long end = System.nanoTime() + LONGEST_MS * 1_000_000;
    while (!admitted && isThere(from, account) && System.nanoTime() < end && paused()) {
      admitted = admission.getAsBoolean();
    }
    return admitted;
  }

  private boolean isThere(InetAddress from, String account) {
    return keys(from, account).stream().anyMatch(underWay.asMap()::containsKey);
  }

  private static List<String> keys(InetAddress from, String account) {
    return List.of(from.getHostAddress(), "@" + account.toLowerCase(Locale.ROOT));
  }

  private static boolean paused() {
    try {
      Thread.sleep(LOOK_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
