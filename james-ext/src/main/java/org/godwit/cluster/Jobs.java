package org.godwit.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node of all does. A job moves on when its node dies or loses the database for {@link
 * #LEASE}. Safe for many threads.
 *
 * <p>A node that is stopped in the middle of its work and goes on later may for a moment work
 * beside the next: jobs must stand that. It is interrupted as soon as it knows.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Database database;
  private final Node node;
  private final Duration lease;
  private final ConcurrentMap<String, Duty> duties = new ConcurrentHashMap<>();
  private final ScheduledExecutorService keeper = clock("jobs-keeper");

  /** Threads, one for each job, so that none waits for another. */
  private final List<ScheduledExecutorService> workers = new CopyOnWriteArrayList<>();

  /** The jobs of a node. */
  public Jobs(Database database, Node node) {
    this(database, node, LEASE);
  }

  Jobs(Database database, Node node, Duration lease) {
    this.database = database;
    this.node = node;
    this.lease = lease;
  }

  private static ScheduledExecutorService clock(String name) {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name(name).factory());
  }

  /** Work that a node does for all. */
  @FunctionalInterface
  public interface Work {
    /** Does it to its end, or throws: then it is due again. Interrupted when it is to stop. */
    void run();
  }

  /**
   * Has a job done again and again, on whichever node.
   *
   * @param job the same on all nodes, and of no other job
   * @param first after this start
   * @param every from one end to the next begin; a minute later at most
   */
  @SuppressWarnings("FutureReturnValueIgnored") // look() tells of failures itself
  public void schedule(String job, Duration first, Duration every, Work work) {
    JobLease row = new JobLease(database, node.id(), job, lease);
    Duration look = every.compareTo(LOOK) < 0 ? every : LOOK;
    ScheduledExecutorService worker = clock("job-" + job);
    workers.add(worker);
    worker.scheduleWithFixedDelay(
        () -> look(job, row, every, work),
        first.toMillis(),
        look.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void look(String job, JobLease row, Duration every, Work work) {
    try {
      OptionalLong token = row.take(every);
      if (token.isPresent()) {
        run(row, token.getAsLong(), work);
      }
    } catch (StoreException e) {
      LOG.warn("the job {} waits for the database: {}", job, e.getMessage());
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("the job {} failed, and is tried again", job, e);
    }
  }

  /**
   * Does something now, on this thread, unless some node does it already.
   *
   * @param job the same on all nodes, and of no other job
   * @return false when it was not done
   */
  public boolean alone(String job, Work work) {
    JobLease row = new JobLease(database, node.id(), job, lease);
    OptionalLong token = row.take(Duration.ZERO);
    token.ifPresent(ours -> run(row, ours, work));
    return token.isPresent();
  }

  private void run(JobLease row, long token, Work work) {
    Thread worker = Thread.currentThread();
    Held held = new Held(row, token, worker);
    long pace = lease.dividedBy(3).toMillis();
    ScheduledFuture<?> keeping =
        keeper.scheduleWithFixedDelay(held::keep, pace, pace, TimeUnit.MILLISECONDS);
    boolean done = false;
    try {
      work.run();
      done = !worker.isInterrupted();
    } finally {
      keeping.cancel(false);
      held.ended();
      row.end(token, done);
    }
  }

  /** A lease that is kept while somebody works. */
  private final class Held {
    private final JobLease row;
    private final long token;
    private final Thread worker;
    private long until = System.nanoTime() + lease.toNanos();
    private boolean over;

    Held(JobLease row, long token, Thread worker) {
      this.row = row;
      this.token = token;
      this.worker = worker;
    }

    void keep() {
      long before = System.nanoTime();
      boolean lost;
      try {
        lost = !row.keep(token);
        until = before + lease.toNanos();
      } catch (StoreException e) {
        lost = System.nanoTime() - until > 0;
      }
      if (lost) {
        interrupt();
      }
    }

    private synchronized void interrupt() {
      if (!over) {
        worker.interrupt();
      }
    }

    /** No interrupt comes after this, and none is left: the thread has other work. */
    synchronized void ended() {
      over = true;
      if (Thread.interrupted()) {
        LOG.warn("a job was stopped in the middle, and another node goes on with it");
      }
    }
  }

  /**
   * Something that one node of all does as long as it lives, such as telling push services. Whoever
   * asks for it again on this node has the same.
   */
  public Duty hold(String job) {
    return duties.computeIfAbsent(job, this::held);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // look() tells of failures itself
  private Duty held(String job) {
    Duty duty = new Duty(new JobLease(database, node.id(), job, lease), job, lease);
    keeper.scheduleWithFixedDelay(
        duty::look, 0, lease.dividedBy(6).toMillis(), TimeUnit.MILLISECONDS);
    return duty;
  }

  /** Stops what is under way, and gives back what this node holds. */
  @Override
  public void close() {
    workers.forEach(ScheduledExecutorService::shutdownNow);
    try {
      for (ScheduledExecutorService worker : workers) {
        if (!worker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.warn("a job is still under way");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.shutdown();
    duties.values().forEach(Duty::end);
  }

  /** Ends as a killed process does: without a word. For tests. */
  void abandon() {
    keeper.shutdownNow();
    workers.forEach(ScheduledExecutorService::shutdownNow);
  }
}
