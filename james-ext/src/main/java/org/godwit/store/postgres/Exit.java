package org.godwit.store.postgres;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when our process exits and something is still open. Whoever is closing it at that
 * very time is let do so first. A kill or a halt of the process does nothing.
 */
final class Exit {
  private static final Logger LOG = LoggerFactory.getLogger(Exit.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  Exit(Runnable last) {
    thread = new Thread(() -> run(last), "postgres-exit");
  }

  void expect() {
    Runtime.getRuntime().addShutdownHook(thread);
  }

  /** It is closed: nothing is left to do. */
  void forget() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException exiting) {
      LOG.debug("closed during the exit"); // the thread runs, and has just been told
    }
  }

  private void run(Runnable last) {
    try {
      if (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        last.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
