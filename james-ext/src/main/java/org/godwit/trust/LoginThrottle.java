package org.godwit.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.inject.Inject;

/**
 * Slows down the guessing of passwords, per remote address (IPv6 by its /64, which one customer
 * has) and per account.
 *
 * <p>The first failures are free, then each next attempt has to wait twice as long. A success takes
 * back its own attempt only, so a guesser cannot clear his record with an account of his own.
 * Nobody can lock a user out from elsewhere: an address that has logged in to an account before
 * answers for its own failures at this account, and for nothing else.
 *
 * <p>Safe for many threads, memory is bounded, nothing is stored, nothing waits in here.
 */
public final class LoginThrottle {
  private static final int ENTRIES = 100_000;
  private static final int LONGEST_NAME = 320; // 64 @ 255: no address is longer
  private static final Duration FORGET_FAILURES = Duration.ofHours(1);
  private static final Duration FORGET_FRIENDS = Duration.ofDays(30);

  /** Failures that cost nothing, and the longest wait after more of them. */
  private record Rule(int free, Duration longest) {
    Duration wait(Failures failures, Instant now) {
      if (failures == null || failures.count() < free) {
        return Duration.ZERO;
      }
      int doublings = Math.min(20, failures.count() - free);
      Duration wait = Duration.ofSeconds(1L << doublings);
      Instant next = failures.last().plus(wait.compareTo(longest) > 0 ? longest : wait);
      return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }
  }

  private record Failures(int count, Instant last) {}

  /** An address at an account. */
  private record Pair(String address, String account) {}

  private static final Rule ADDRESS = new Rule(20, Duration.ofMinutes(5));
  private static final Rule ACCOUNT = new Rule(10, Duration.ofSeconds(30));
  private static final Rule FRIEND = new Rule(10, Duration.ofMinutes(1));

  private final InstantSource clock;
  private final Cache<String, Failures> addresses;
  private final Cache<String, Failures> accounts;
  private final Cache<Pair, Failures> pairs;
  private final Cache<Pair, Boolean> friends;

  @Inject
  public LoginThrottle(InstantSource clock) {
    this.clock = clock;
    this.addresses = cache(FORGET_FAILURES);
    this.accounts = cache(FORGET_FAILURES);
    this.pairs = cache(FORGET_FAILURES);
    this.friends = cache(FORGET_FRIENDS);
  }

  private <K, V> Cache<K, V> cache(Duration forget) {
    return Caffeine.newBuilder()
        .maximumSize(ENTRIES)
        .expireAfterWrite(forget)
        .ticker(() -> nanos(clock.instant()))
        .executor(Runnable::run)
        .build();
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /**
   * Asks to try a password. An attempt that is let in counts as failed until {@link #succeeded} or
   * {@link #undecided} says otherwise, so that many at once gain nothing.
   *
   * @param account as the client gave it, whether it exists or not
   * @return zero: try it; otherwise refuse without looking at the password, and say that trying
   *     again makes sense after this time
   */
  public Duration admit(InetAddress from, String account) {
    Instant now = clock.instant();
    Pair pair = pair(from, account);
    Duration wait = wait(pair, now);
    if (wait.isZero()) {
      count(pairs, pair, now);
      if (!isFriend(pair)) {
        count(addresses, pair.address(), now);
        count(accounts, pair.account(), now);
      }
    }
    return wait;
  }

  private Duration wait(Pair pair, Instant now) {
    if (isFriend(pair)) {
      return FRIEND.wait(pairs.getIfPresent(pair), now);
    }
    Duration address = ADDRESS.wait(addresses.getIfPresent(pair.address()), now);
    Duration account = ACCOUNT.wait(accounts.getIfPresent(pair.account()), now);
    return address.compareTo(account) > 0 ? address : account;
  }

  /** The password was right. */
  public void succeeded(InetAddress from, String account) {
    Pair pair = pair(from, account);
    undecided(pair);
    pairs.invalidate(pair);
    friends.put(pair, true);
  }

  /** Nobody could say whether the password was right, because the database was away. */
  public void undecided(InetAddress from, String account) {
    undecided(pair(from, account));
  }

  private void undecided(Pair pair) {
    takeBack(pairs, pair);
    if (!isFriend(pair)) { // a friend's attempt was not counted there
      takeBack(addresses, pair.address());
      takeBack(accounts, pair.account());
    }
  }

  private boolean isFriend(Pair pair) {
    return friends.getIfPresent(pair) != null;
  }

  private static <K> void count(Cache<K, Failures> cache, K key, Instant now) {
    cache
        .asMap()
        .merge(key, new Failures(1, now), (old, one) -> new Failures(old.count() + 1, now));
  }

  private static <K> void takeBack(Cache<K, Failures> cache, K key) {
    cache
        .asMap()
        .computeIfPresent(
            key,
            (same, old) -> old.count() <= 1 ? null : new Failures(old.count() - 1, old.last()));
  }

  private static Pair pair(InetAddress from, String account) {
    String name = account.length() > LONGEST_NAME ? account.substring(0, LONGEST_NAME) : account;
    return new Pair(network(from), name.toLowerCase(Locale.ROOT));
  }

  private static String network(InetAddress from) {
    byte[] address = from.getAddress();
    return HexFormat.of()
        .formatHex(from instanceof Inet6Address ? Arrays.copyOf(address, 8) : address);
  }
}
