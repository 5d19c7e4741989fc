package org.godwit.search;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.godwit.search.extract.Extractor;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.AccountReading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps indexes from falling behind: at once as far as somebody who searches would wait for it, the
 * rest in the background, one account after the other. Mail does not wait for any of it: what came
 * is seen by its modseq. Safe for many threads.
 */
final class IndexKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE_FOR_FILES = Duration.ofSeconds(15);
  private static final int FEW_FILES = 20;
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration TIDY = Duration.ofHours(1);

  private final Indexes indexes;
  private final CatchUp catchUp;
  private final Attachments attachments;
  private final Extractor extractor;
  private final AccountReading reading;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<Long, CompletableFuture<Void>> behind = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Void>> unread = new ConcurrentHashMap<>();
  private final ScheduledExecutorService index = thread("search-index");
  private final ScheduledExecutorService files = thread("search-files");

  @Inject
  @SuppressWarnings("FutureReturnValueIgnored") // safely() tells of failures
  IndexKeeper(
      Indexes indexes,
      CatchUp catchUp,
      Attachments attachments,
      Extractor extractor,
      AccountReading reading) {
    this.indexes = indexes;
    this.catchUp = catchUp;
    this.attachments = attachments;
    this.extractor = extractor;
    this.reading = reading;
    index.scheduleWithFixedDelay(
        () -> safely(this::look), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    index.scheduleWithFixedDelay(
        () -> safely(this::tidy), TIDY.toMillis(), TIDY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  /** Work that may fail. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void safely(Work work) {
    try {
      work.run();
    } catch (StoreException e) {
      LOG.info("search indexes wait for the database: {}", e.getMessage());
    } catch (IOException | RuntimeException e) {
      if (!closed.get()) {
        LOG.warn("looking after search indexes failed", e);
      }
    }
  }

  /** What is used now stays warm; what is not is closed. */
  private void look() {
    indexes.closeIdle(IDLE.toNanos());
    List<Long> open = indexes.open();
    if (open.isEmpty()) {
      return;
    }
    Map<Long, Long> now = reading.modseqs(open);
    for (long account : open) {
      try (Indexes.Lease lease = indexes.tend(account)) {
        if (lease.index().modseq() < now.getOrDefault(account, 0L)) {
          later(account);
        }
      }
    }
  }

  /** Forgets accounts and messages that are no more. */
  private void tidy() throws IOException {
    for (long account : indexes.all()) {
      if (reading.modseq(account).isEmpty()) {
        discard(account);
      }
    }
    for (long account : indexes.open()) {
      try (Indexes.Lease lease = indexes.tend(account)) {
        lease.changing().lock();
        try {
          catchUp.forget(account, lease.index());
        } finally {
          lease.changing().unlock();
        }
      }
    }
  }

  /**
   * Brings an index up to date for a search.
   *
   * @param withFiles whether to wait a little for attachments, when only few are still to be read
   * @return false when it would take long, or another thread is about it: then only what {@link
   *     AccountIndex#modseq} tells is in it, and the rest comes in the background
   */
  boolean catchUp(long account, Indexes.Lease lease, boolean withFiles) throws IOException {
    if (!catchUp(account, lease)) {
      later(account);
      return false;
    }
    int left = lease.index().count(Documents.State.UNREAD);
    if (left > 0) {
      CompletableFuture<Void> read = readFiles(account);
      if (withFiles && left <= FEW_FILES) {
        await(read);
      }
    }
    return true;
  }

  private boolean catchUp(long account, Indexes.Lease lease) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    if (!lock(lease)) {
      return false;
    }
    try {
      return catchUp.run(account, lease.index(), () -> System.nanoTime() - until < 0);
    } finally {
      lease.changing().unlock();
    }
  }

  private static boolean lock(Indexes.Lease lease) {
    try {
      return lease.changing().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(CompletableFuture<Void> done) {
    try {
      done.get(PATIENCE_FOR_FILES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a search did not wait for attachments", e);
    }
  }

  /** Brings an index up to date some time. */
  @SuppressWarnings("FutureReturnValueIgnored") // run() tells of failures
  void later(long account) {
    enqueue(account, behind, index, this::build);
  }

  /** How many indexes wait to be brought up to date. Costs nothing. */
  int waiting() {
    return behind.size();
  }

  private CompletableFuture<Void> readFiles(long account) {
    return enqueue(account, unread, files, this::readSome);
  }

  /** Work on one account's index. */
  @FunctionalInterface
  private interface Job {
    void on(long account, Indexes.Lease lease) throws IOException;
  }

  private CompletableFuture<Void> enqueue(
      long account,
      Map<Long, CompletableFuture<Void>> waiting,
      ScheduledExecutorService thread,
      Job job) {
    return waiting.computeIfAbsent(
        account,
        number -> {
          try {
            return CompletableFuture.runAsync(
                () -> {
                  waiting.remove(account);
                  run(account, job);
                },
                thread);
          } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e); // the server stops
          }
        });
  }

  private void run(long account, Job job) {
    try (Indexes.Lease lease = indexes.tend(account)) {
      job.on(account, lease);
    } catch (StoreException e) {
      LOG.info("a search index waits for the database: {}", e.getMessage());
    } catch (IOException | RuntimeException | InternalError e) {
      if (!closed.get()) {
        LOG.warn("a search index is damaged, and is built anew: account {}", account, e);
        discard(account);
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // run() tells of failures
  private void build(long account, Indexes.Lease lease) throws IOException {
    lease.changing().lock();
    try {
      catchUp.run(account, lease.index(), () -> !closed.get());
      lease.index().commit();
    } finally {
      lease.changing().unlock();
    }
    if (lease.index().count(Documents.State.UNREAD) > 0) {
      readFiles(account);
    }
  }

  /** A few, then it is the next account's turn. */
  @SuppressWarnings("FutureReturnValueIgnored") // run() tells of failures
  private void readSome(long account, Indexes.Lease lease) throws IOException {
    if (attachments.read(account, lease, () -> !closed.get()) && !closed.get()) {
      readFiles(account);
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
    try (Indexes.Lease lease = indexes.tend(account)) {
      lease.discard();
    } catch (IOException | RuntimeException e) {
      LOG.warn("a search index cannot be removed: account {}", account, e);
    }
  }

  @Override
  @PreDestroy
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    index.shutdownNow();
    files.shutdownNow();
    extractor.close();
    try {
      if (!index.awaitTermination(10, TimeUnit.SECONDS)
          || !files.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("a search index is still being built; it is caught up after the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    indexes.close();
  }
}
