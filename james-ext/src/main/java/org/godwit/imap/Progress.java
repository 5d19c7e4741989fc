package org.godwit.imap;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a client that its command is still under way, when it takes long (RFC 9585 §4): a program
 * that waits in silence hangs up. One clock for a connection, which stops while nothing runs.
 */
final class Progress {

  /** What the clock belongs to. */
  interface Connection {
    void schedule(Runnable work, Duration later);

    /** Tells it, unless the command has been answered or the client has still something to read. */
    void stillUnderWay(String tag);
  }

  /** A command under way. */
  private record Run(String tag, long since) {}

  private final Duration interval;
  private final Connection connection;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile Run run; // null between two commands

  Progress(Duration interval, Connection connection) {
    this.interval = interval;
    this.connection = connection;
  }

  void begin(String tag) {
    run = new Run(tag, System.nanoTime());
    startClock();
  }

  void end() {
    run = null;
  }

  private void startClock() {
    if (ticking.compareAndSet(false, true)) {
      connection.schedule(this::tick, interval);
    }
  }

  private void tick() {
    Run now = run;
    if (now == null) {
      ticking.set(false);
      if (run != null) { // one began meanwhile
        startClock();
      }
      return;
    }
    if (System.nanoTime() - now.since() >= interval.toNanos()) {
      connection.stillUnderWay(now.tag());
    }
    connection.schedule(this::tick, interval);
  }
}
