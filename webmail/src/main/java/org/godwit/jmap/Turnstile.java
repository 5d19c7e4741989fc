package org.godwit.jmap;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Lets so many in at once for each account. Safe for many threads. */
public final class Turnstile {

  /** Somebody is in, until this is closed. */
  public interface Pass {
    void close();
  }

  private final int most;
  private final ConcurrentMap<Long, Integer> inside = new ConcurrentHashMap<>();

  public Turnstile(int most) {
    this.most = most;
  }

  /** Empty when there are too many in. */
  public Optional<Pass> enter(long account) {
    int now = inside.merge(account, 1, Integer::sum);
    if (now > most) {
      leave(account);
      return Optional.empty();
    }
    return Optional.of(() -> leave(account));
  }

  private void leave(long account) {
    inside.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1);
  }
}
