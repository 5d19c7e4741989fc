package org.godwit.imap;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.store.WaitingThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for each command under way. Closing waits for those that are. */
final class Workers implements Executor, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final WaitingThreads threads = new WaitingThreads("imap-", 32);
  private final Phaser underWay = new Phaser(1);

  @Override
  public void execute(Runnable work) {
    underWay.register();
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            underWay.arriveAndDeregister();
          }
        });
  }

  @Override
  public void close() {
    int phase = underWay.arriveAndDeregister();
    try {
      underWay.awaitAdvanceInterruptibly(phase, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOGGER.warn(
          "{} IMAP commands were still under way at the end", underWay.getRegisteredParties());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
