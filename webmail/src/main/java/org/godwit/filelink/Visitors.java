package org.godwit.filelink;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.godwit.web.Allowance;

/**
 * How much visitors may ask for: wrong addresses a minute, and downloads at a time. From loopback,
 * where a proxy of ours may stand for everybody, only all downloads together are limited. Safe for
 * many threads.
 */
final class Visitors {
  static final int WRONG_A_MINUTE = 60;
  static final int DOWNLOADS = 8;
  static final int ALL_DOWNLOADS = 64;

  private static final int NETWORK = 8; // bytes of an IPv6 address: who has one has all of a /64

  /** A download is under way until this is closed. */
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  private final Allowance wrong;
  private final Semaphore all = new Semaphore(ALL_DOWNLOADS);
  private final ConcurrentMap<String, Integer> downloads = new ConcurrentHashMap<>();

  Visitors(InstantSource clock) {
    wrong = new Allowance(WRONG_A_MINUTE, Duration.ofMinutes(1), clock);
  }

  /** Whether somebody may ask at all. */
  boolean mayAsk(InetAddress from) {
    return from.isLoopbackAddress() || wrong.has(name(from));
  }

  /** Somebody asked for what there is not; whether they may ask again at once. */
  boolean missed(InetAddress from) {
    return from.isLoopbackAddress() || wrong.take(name(from));
  }

  /** Empty when there are too many at the moment. */
  Optional<Pass> download(InetAddress from) {
    if (!all.tryAcquire()) {
      return Optional.empty();
    }
    String name = name(from);
    int now = downloads.merge(name, 1, Integer::sum);
    Pass pass =
        () -> {
          downloads.computeIfPresent(name, (who, count) -> count == 1 ? null : count - 1);
          all.release();
        };
    if (now > DOWNLOADS && !from.isLoopbackAddress()) {
      pass.close();
      return Optional.empty();
    }
    return Optional.of(pass);
  }

  private static String name(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK)));
  }
}
