package org.godwit.jmap.push;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.godwit.store.StoreException;
import org.godwit.store.listing.AccountMoments;
import org.godwit.store.listing.AccountMoments.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the accounts have come that somebody watches. Hints say where to look; what is told was
 * read from the database, with one statement for all hints that came meanwhile. Safe for many
 * threads.
 */
public final class StateFeed {
  private static final Logger LOG = LoggerFactory.getLogger(StateFeed.class);

  /** Who wants to know. */
  interface Watcher {
    /** An account has moved; must not wait. May come before {@link #watch} returns. */
    void moved();
  }

  private static final class Watched {
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private Position at = Position.UNKNOWN;

    synchronized Position at() {
      return at;
    }

    /** Takes what was read; false when it is nothing new. */
    synchronized boolean advance(Moment moment) {
      if (moment.modseq() <= at.modseq()) {
        return false;
      }
      boolean first = at.equals(Position.UNKNOWN);
      at =
          first || moment.added()
              ? Position.at(moment.modseq())
              : new Position(moment.modseq(), at.delivered());
      return true;
    }
  }

  private final AccountMoments moments;
  private final Executor worker;
  private final ConcurrentMap<Long, Watched> accounts = new ConcurrentHashMap<>();
  private final Set<Long> hinted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hints = new AtomicInteger();

  /**
   * A feed that watches nothing yet.
   *
   * @param worker runs one look at a time, which waits for the database
   */
  public StateFeed(AccountMoments moments, Executor worker) {
    this.moments = moments;
    this.worker = worker;
  }

  /**
   * Begins to watch accounts. Whatever changes after this has read where they are is told to the
   * watcher. One statement.
   *
   * @return where they are; an account that is no more is missing
   */
  Map<Long, Position> watch(Watcher watcher, Collection<Long> ids) {
    for (Long id : ids) {
      accounts.compute(
          id,
          (same, there) -> {
            Watched watched = there == null ? new Watched() : there;
            watched.watchers.add(watcher);
            return watched;
          });
    }
    try {
      look(ids);
    } catch (StoreException e) {
      leave(watcher, ids);
      throw e;
    }
    return at(ids);
  }

  /** Ends it. */
  void leave(Watcher watcher, Collection<Long> ids) {
    for (Long id : ids) {
      accounts.computeIfPresent(
          id,
          (same, watched) -> {
            watched.watchers.remove(watcher);
            return watched.watchers.isEmpty() ? null : watched;
          });
    }
  }

  /** Where accounts are, as far as is known; one that nobody watches is missing. */
  Map<Long, Position> at(Collection<Long> ids) {
    Map<Long, Position> at = new HashMap<>();
    for (Long id : ids) {
      Watched watched = accounts.get(id);
      if (watched != null && !watched.at().equals(Position.UNKNOWN)) {
        at.put(id, watched.at());
      }
    }
    return at;
  }

  /** An account may have moved. Never waits. */
  void hint(long account) {
    if (accounts.containsKey(account)) {
      hinted.add(account);
      wake();
    }
  }

  /** All of them may have moved: another node tells us nothing. Never waits. */
  void hintAll() {
    if (!accounts.isEmpty()) {
      hinted.addAll(accounts.keySet());
      wake();
    }
  }

  private void wake() {
    if (hints.getAndIncrement() == 0) {
      worker.execute(this::work);
    }
  }

  private void work() {
    int seen;
    do {
      seen = hints.get();
      Set<Long> now = new HashSet<>(hinted);
      hinted.removeAll(now);
      try {
        look(now);
      } catch (StoreException e) { // whoever hints at all of them will do so again
        LOG.warn("clients hear later of what has changed", e);
      } catch (RuntimeException e) { // must not end the loop: nobody would be told anything more
        LOG.error("clients do not hear of what has changed", e);
      }
    } while (hints.addAndGet(-seen) > 0);
  }

  private void look(Collection<Long> ids) {
    Map<Long, Long> modseqs = new HashMap<>();
    at(ids).forEach((id, position) -> modseqs.put(id, position.modseq()));
    for (Long id : ids) {
      if (accounts.containsKey(id)) {
        modseqs.putIfAbsent(id, Position.UNKNOWN.modseq());
      }
    }
    if (modseqs.isEmpty()) {
      return;
    }
    for (Moment moment : moments.since(modseqs)) {
      Watched watched = accounts.get(moment.account());
      if (watched != null && watched.advance(moment)) {
        watched.watchers.forEach(Watcher::moved);
      }
    }
  }

  /** How many accounts are watched. */
  int size() {
    return accounts.size();
  }
}
