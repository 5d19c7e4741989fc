package org.godwit.trust.sasl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;

/**
 * Who is being checked at this moment. Attempts count as failed until they are decided, so that
 * many at once gain a guesser nothing; here those who come while others of the same account or
 * address are being checked wait for them, and are not told that they failed too often when nobody
 * did. Safe for many threads.
 */
final class Crowd {
  private static final long LONGEST_MS = 30_000; // a busy machine has slow hashes to work off
  private static final long LOOK_MS = 20;

  private final ConcurrentMap<String, Integer> checked = new ConcurrentHashMap<>();

  // of those who have begun a proof, and may never end it
  private final Cache<String, Integer> proving =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(Duration.ofSeconds(5))
          .executor(Runnable::run)
          .build();

  /** A check begins, of which {@link #checked} tells the end. */
  void checking(InetAddress from, String account) {
    more(checked, from, account);
  }

  void checked(InetAddress from, String account) {
    fewer(checked, from, account);
  }

  /** A client has to say more; it is waited for a little. */
  void proving(InetAddress from, String account) {
    more(proving.asMap(), from, account);
  }

  void proved(InetAddress from, String account) {
    fewer(proving.asMap(), from, account);
  }

  private static void more(ConcurrentMap<String, Integer> counts, InetAddress from, String who) {
    keys(from, who).forEach(key -> counts.merge(key, 1, Integer::sum));
  }

  private static void fewer(ConcurrentMap<String, Integer> counts, InetAddress from, String who) {
    keys(from, who)
        .forEach(key -> counts.computeIfPresent(key, (same, n) -> n == 1 ? null : n - 1));
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
    return keys(from, account).stream()
        .anyMatch(key -> checked.containsKey(key) || proving.asMap().containsKey(key));
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
