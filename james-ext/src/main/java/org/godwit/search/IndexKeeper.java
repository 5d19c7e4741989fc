package org.godwit.search;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps indexes behind no account: at once as far as somebody who searches would wait for it, and
 * the rest in the background, one account after the other. Safe for many threads.
 */
final class IndexKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Indexes indexes;
  private final CatchUp catchUp;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("search-index").factory());

  @Inject
  @SuppressWarnings("FutureReturnValueIgnored") // closeIdle throws nothing
  IndexKeeper(Indexes indexes, CatchUp catchUp) {
    this.indexes = indexes;
    this.catchUp = catchUp;
    background.scheduleWithFixedDelay(
        () -> indexes.closeIdle(IDLE.toNanos()), 1, 1, TimeUnit.MINUTES);
  }

  /**
   * Brings an index up to date for a search.
   *
   * @return false when it would take long, or another thread is about it: then only what {@link
   *     AccountIndex#modseq} tells is in it, and the rest comes in the background
   */
  boolean catchUp(long account, Indexes.Lease lease) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    if (lock(lease)) {
      try {
        if (catchUp.run(account, lease.index(), () -> System.nanoTime() - until < 0)) {
          return true;
        }
      } finally {
        lease.changing().unlock();
      }
    }
    later(account);
    return false;
  }

  private static boolean lock(Indexes.Lease lease) {
    try {
      return lease.changing().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Brings an index up to date some time. */
  @SuppressWarnings("FutureReturnValueIgnored") // inBackground tells of its failures itself
  void later(long account) {
    if (waiting.add(account)) {
      try {
        background.execute(() -> inBackground(account));
      } catch (RejectedExecutionException e) {
        LOG.debug("the server stops; the index is caught up another time", e);
      }
    }
  }

  private void inBackground(long account) {
    waiting.remove(account);
    try (Indexes.Lease lease = indexes.use(account)) {
      lease.changing().lock();
      try {
        AccountIndex index = lease.index();
        catchUp.run(account, index, () -> !closed.get());
        index.commit();
      } finally {
        lease.changing().unlock();
      }
    } catch (StoreException e) {
      LOG.info("a search index waits for the database: {}", e.getMessage());
    } catch (IOException | RuntimeException | InternalError e) {
      if (!closed.get()) {
        LOG.warn("a search index is damaged, and is built anew: account {}", account, e);
        discard(account);
      }
    }
  }

  /**
   * Throws an index away and builds it anew in the background; searches read messages meanwhile.
   */
  void rebuild(long account) {
    discard(account);
    later(account);
  }

  private void discard(long account) {
    try (Indexes.Lease lease = indexes.use(account)) {
      lease.discard();
    } catch (IOException | RuntimeException e) {
      LOG.warn("a damaged search index cannot be removed: account {}", account, e);
    }
  }

  @Override
  @PreDestroy
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    background.shutdownNow();
    try {
      if (!background.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a search index is still being built; it is caught up after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    indexes.close();
  }
}
