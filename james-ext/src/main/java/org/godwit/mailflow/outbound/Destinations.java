package org.godwit.mailflow.outbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fairness: each destination has its own line of waiting mail and its own few threads, so that one
 * that hangs holds up nobody else. Safe for many threads.
 */
final class Destinations {
  private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);

  /** Until a destination has shown that it answers, it gets no more than this. */
  private static final int UNPROVEN = 2;

  /** Carries one mail; the thread is the destination's. */
  interface Courier {

    /**
     * Carries a mail and settles it.
     *
     * @param kept an open connection of the same thread, or null
     * @return what to keep for the next mail
     */
    Carried carry(String destination, Taken mail, SmtpConnection kept);
  }

  /**
   * What a thread keeps from one mail to the next.
   *
   * @param kept a connection that can carry another mail, or null
   * @param answered whether the destination showed that it works
   */
  record Carried(SmtpConnection kept, boolean answered) {}

  private final Courier courier;
  private final int perDestination;
  private final int longestLine;
  private final Duration idle;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<String, Lane> lanes = new HashMap<>();
  private int alive;
  private boolean stopping;

  Destinations(Courier courier, int perDestination, int longestLine, Duration idle) {
    this.courier = courier;
    this.perDestination = perDestination;
    this.longestLine = longestLine;
    this.idle = idle;
    this.threads = Thread.ofVirtual().name("outbound-", 0).factory();
  }

  private final class Lane {
    private final String destination;
    private final Deque<Taken> line = new ArrayDeque<>();
    private final Condition arrived = lock.newCondition();
    private int threadCount;
    private int idleCount;
    private boolean proven;

    Lane(String destination) {
      this.destination = destination;
    }

    int limit() {
      return proven ? perDestination : Math.min(UNPROVEN, perDestination);
    }
  }

  /**
   * Puts a mail into its line, without waiting.
   *
   * @return false when the line is full or all has to stop; the mail is the caller's again
   */
  boolean add(String destination, Taken mail) {
    lock.lock();
    try {
      if (stopping) {
        return false;
      }
      Lane lane = lanes.computeIfAbsent(destination, Lane::new);
      if (lane.line.size() >= longestLine) {
        return false;
      }
      lane.line.add(mail);
      if (lane.idleCount >= lane.line.size()) {
        lane.arrived.signal();
      } else if (lane.threadCount < lane.limit()) {
        begin(lane);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void begin(Lane lane) {
    lane.threadCount++;
    alive++;
    threads.newThread(() -> work(lane)).start();
  }

  private void work(Lane lane) {
    SmtpConnection kept = null;
    try {
      for (Taken mail = next(lane, false); mail != null; mail = next(lane, kept != null)) {
        Carried carried = courier.carry(lane.destination, mail, kept);
        kept = carried.kept();
        learn(lane, carried.answered());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that to these threads
      leave(lane);
    } catch (RuntimeException | Error e) {
      LOG.atError()
          .addKeyValue("destination", lane.destination)
          .setCause(e)
          .log("a thread of outgoing mail failed");
      leave(lane);
      throw e;
    } finally {
      if (kept != null) {
        kept.quit();
      }
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      alive--;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next mail, or null when this thread has to end; it is counted out then. */
  private Taken next(Lane lane, boolean mayLinger) throws InterruptedException {
    lock.lock();
    try {
      long left = mayLinger ? idle.toNanos() : 0;
      lane.idleCount++;
      while (lane.line.isEmpty() && left > 0 && !stopping) {
        left = lane.arrived.awaitNanos(left);
      }
      lane.idleCount--;
      if (!lane.line.isEmpty() && !stopping) {
        return lane.line.poll();
      }
      leave(lane);
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Lane lane) {
    lock.lock();
    try {
      lane.threadCount--;
      if (lane.threadCount == 0 && lane.line.isEmpty()) {
        lanes.remove(lane.destination, lane);
      }
    } finally {
      lock.unlock();
    }
  }

  private void learn(Lane lane, boolean answered) {
    lock.lock();
    try {
      lane.proven = answered;
      int more = Math.min(lane.limit() - lane.threadCount, lane.line.size() - lane.idleCount);
      for (int i = 0; i < more; i++) {
        begin(lane);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes all waiting mail out and lets no more in; what is on its way is finished. */
  List<Taken> stop() {
    lock.lock();
    try {
      stopping = true;
      List<Taken> waiting = new ArrayList<>();
      for (Lane lane : lanes.values()) {
        waiting.addAll(lane.line);
        lane.line.clear();
        lane.arrived.signalAll();
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no thread is left.
   *
   * @return false when the time was over first
   */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (alive > 0) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
