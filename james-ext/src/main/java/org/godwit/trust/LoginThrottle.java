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
import java.util.Optional;
import javax.inject.Inject;
import org.godwit.trust.LoginNews.Kind;
import org.godwit.trust.LoginNews.Told;

/**
 * Slows down the guessing of passwords, per remote address (IPv6 by its /64, which one customer
 * has) and per account.
 *
 * <p>The first failures are free, then each next attempt has to wait twice as long. A success takes
 * back its own attempt only, so a guesser cannot clear his record with an account of his own.
 * Nobody can lock a user out from elsewhere: an address that has logged in to an account before
 * answers for its own failures at this account, and for nothing else.
 *
 * <p>Safe for many threads, memory is bounded, nothing is stored, nothing waits in here. What other
 * nodes count, {@link LoginNews} tells.
 */
public final class LoginThrottle {
  private static final int ENTRIES = 100_000;
  private static final int LONGEST_NAME = 320; // 64 @ 255: no address is longer
  private static final Duration FORGET_FAILURES = Duration.ofHours(1);
  private static final Duration FORGET_FRIENDS = Duration.ofDays(30);

  /** Failures that cost nothing, and the longest wait after more of them. */
  private record Rule(int free, Duration longest) {
    Duration wait(Failures failures, Optional<Told> others, Instant now) {
      int count = (failures == null ? 0 : failures.count()) + others.map(Told::failures).orElse(0);
      if (count < free) {
        return Duration.ZERO;
      }
      Instant last = failures == null ? Instant.MIN : failures.last();
      if (others.isPresent() && others.get().last().isAfter(last)) {
        last = others.get().last();
      }
      Duration wait = Duration.ofSeconds(1L << Math.min(20, count - free));
      Instant next = last.plus(wait.compareTo(longest) > 0 ? longest : wait);
      return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }
  }

  private record Failures(int count, Instant last) {}

  /** An address at an account. */
  private record Pair(String address, String account) {
    @Override
    public String toString() {
      return address + " " + account;
    }
  }

  private static final Rule ADDRESS = new Rule(20, Duration.ofMinutes(5));
  private static final Rule ACCOUNT = new Rule(10, Duration.ofSeconds(30));
  private static final Rule FRIEND = new Rule(10, Duration.ofMinutes(1));

  private final InstantSource clock;
  private final LoginNews news;
  private final Cache<String, Failures> addresses;
  private final Cache<String, Failures> accounts;
  private final Cache<Pair, Failures> pairs;
  private final Cache<Pair, Boolean> friends;

  /** Of a node alone. */
  public LoginThrottle(InstantSource clock) {
    this(clock, new LoginNews());
  }

  /**
   * One that counts together with those of other nodes.
   *
   * @param news what is told to them, and what they tell
   */
  @Inject
  public LoginThrottle(InstantSource clock, LoginNews news) {
    this.clock = clock;
    this.news = news;
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
      count(Kind.PAIR, pairs, pair, now);
      if (!isFriend(pair)) {
        count(Kind.ADDRESS, addresses, pair.address(), now);
        count(Kind.ACCOUNT, accounts, pair.account(), now);
      }
    }
    return wait;
  }

  private Duration wait(Pair pair, Instant now) {
    if (isFriend(pair)) {
      return wait(FRIEND, Kind.PAIR, pairs, pair, now);
    }
    Duration address = wait(ADDRESS, Kind.ADDRESS, addresses, pair.address(), now);
    Duration account = wait(ACCOUNT, Kind.ACCOUNT, accounts, pair.account(), now);
    return address.compareTo(account) > 0 ? address : account;
  }

  private <K> Duration wait(Rule rule, Kind kind, Cache<K, Failures> cache, K key, Instant now) {
    return rule.wait(cache.getIfPresent(key), news.others(kind, key.toString()), now);
  }

  /** The password was right. */
  public void succeeded(InetAddress from, String account) {
    Pair pair = pair(from, account);
    undecided(pair);
    pairs.invalidate(pair);
    Instant now = clock.instant();
    news.ours(Kind.PAIR, pair.toString(), 0, now);
    if (!isFriend(pair)) {
      news.ours(Kind.FRIEND, pair.toString(), 0, now);
    }
    friends.put(pair, true);
  }

  /** Nobody could say whether the password was right, because the database was away. */
  public void undecided(InetAddress from, String account) {
    undecided(pair(from, account));
  }

  private void undecided(Pair pair) {
    takeBack(Kind.PAIR, pairs, pair);
    if (!isFriend(pair)) { // a friend's attempt was not counted there
      takeBack(Kind.ADDRESS, addresses, pair.address());
      takeBack(Kind.ACCOUNT, accounts, pair.account());
    }
  }

  private boolean isFriend(Pair pair) {
    return friends.getIfPresent(pair) != null || news.isFriend(pair.toString());
  }

  private <K> void count(Kind kind, Cache<K, Failures> cache, K key, Instant now) {
    Failures sum =
        cache
            .asMap()
            .merge(key, new Failures(1, now), (old, one) -> new Failures(old.count() + 1, now));
    news.ours(kind, key.toString(), sum.count(), now);
  }

  private <K> void takeBack(Kind kind, Cache<K, Failures> cache, K key) {
    Failures sum =
        cache
            .asMap()
            .computeIfPresent(
                key,
                (same, old) -> old.count() <= 1 ? null : new Failures(old.count() - 1, old.last()));
    news.ours(
        kind,
        key.toString(),
        sum == null ? 0 : sum.count(),
        sum == null ? clock.instant() : sum.last());
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
