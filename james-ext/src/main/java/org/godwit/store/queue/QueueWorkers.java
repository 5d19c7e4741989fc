package org.godwit.store.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.godwit.store.StoreException;
import org.godwit.store.WaitingThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers on one queue: leases mail while there is room, and takes what is handed over. */
final class QueueWorkers implements LeasedQueue.Consumption {

  private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long PATIENCE_SECONDS = 10;

  private final WaitingThreads threads = new WaitingThreads("mail-", 16);
  private final int concurrency;
  private final Semaphore room;
  private final Signal signal;
  private final Supplier<Optional<RowLease>> queue;
  private final Consumer<Lease> worker;
  private volatile boolean open = true;

  QueueWorkers(
      int concurrency, Signal signal, Supplier<Optional<RowLease>> queue, Consumer<Lease> worker) {
    this.concurrency = concurrency;
    this.room = new Semaphore(concurrency, true);
    this.signal = signal;
    this.queue = queue;
    this.worker = worker;
  }

  void start() {
    Thread.ofVirtual().name("queue-dispatcher").start(this::dispatch);
  }

  /** Whether a mail can be handed over now; then {@link #run} or {@link #cancel} must follow. */
  boolean reserve() {
    try {
      // Unlike tryAcquire(), this one does not overtake a dispatcher that waits for room, so mail
      // in the table is not starved by mail that is handed over.
      return open && room.tryAcquire(0, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void cancel() {
    room.release();
  }

  void run(RowLease lease) {
    threads.execute(
        () -> {
          try {
            work(lease);
          } finally {
            lease.letGo();
            room.release();
          }
        });
  }

  private void work(RowLease lease) {
    try {
      worker.accept(lease);
    } catch (RuntimeException | Error e) {
      LOG.error("a queue worker failed", e);
      giveBack(lease, e);
    }
  }

  private static void giveBack(RowLease lease, Throwable reason) {
    try {
      lease.retry(Duration.ofMinutes(1), String.valueOf(reason));
    } catch (StoreException e) {
      LOG.warn("a mail goes back when the database does: {}", e.getMessage());
    }
  }

  private void dispatch() {
    boolean away = false;
    while (open) {
      try {
        long seen = signal.changes();
        room.acquire();
        Optional<RowLease> next = next();
        if (next.isPresent()) {
          run(next.get());
        } else {
          room.release();
          signal.await(seen);
        }
        away = false;
      } catch (StoreException e) {
        room.release();
        if (!away) {
          LOG.warn("queue workers wait for the database: {}", e.getMessage());
        }
        away = true;
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Optional<RowLease> next() {
    return open ? queue.get() : Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int active() {
    return concurrency - room.availablePermits();
  }

  @Override
  public void close() {
    open = false;
    signal.raise();
    try {
      if (room.tryAcquire(concurrency, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        room.release(concurrency);
      } else {
        LOG.warn("{} mails are still being worked on", active());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
