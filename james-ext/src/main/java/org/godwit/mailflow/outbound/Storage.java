package org.godwit.mailflow.outbound;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.MessagingException;
import org.godwit.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Insists on writing down what happened. While the storage is away, whoever has something to write
 * waits here and nobody begins anything new, so no attempt is lost or counted. Safe for many
 * threads.
 */
final class Storage {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int TRIES = 5;

  /** Writing to the queue, or sending a report. */
  @FunctionalInterface
  interface Write {
    void run() throws MessagingException;
  }

  private final Duration firstPause;
  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Storage(Duration firstPause) {
    this.firstPause = firstPause;
  }

  /**
   * Runs a write until it succeeds.
   *
   * @return false when it never did: all has to stop, or it failed again and again for another
   *     reason than absent storage. The mail's lease will run out then, and the queue gives it to
   *     somebody again.
   */
  boolean insist(String doing, String mail, Write write) {
    Duration pause = firstPause;
    boolean counted = false;
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          write.run();
          return true;
        } catch (MessagingException | RuntimeException e) {
          boolean away = isAway(e);
          if (!away && attempt == TRIES) {
            LOG.atError()
                .addKeyValue("mail", mail)
                .addKeyValue("doing", doing)
                .setCause(e)
                .log("cannot write down what became of a mail");
            return false;
          }
          LOG.atWarn()
              .addKeyValue("mail", mail)
              .addKeyValue("doing", doing)
              .addKeyValue("reason", e.getMessage())
              .log("storage does not answer, waiting for it");
          if (!counted) {
            waiting.incrementAndGet();
            counted = true;
          }
        }
        if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (counted) {
        waiting.decrementAndGet();
      }
    }
  }

  /** Returns when nobody waits for storage, or all has to stop. */
  void awaitAnswer() throws InterruptedException {
    while (waiting.get() > 0 && !stopped.await(firstPause.toMillis(), TimeUnit.MILLISECONDS)) {
      // somebody else is trying; when that succeeds, so will we
    }
  }

  /** Waits a little, so that trying again is no tight loop. */
  void pause() throws InterruptedException {
    if (stopped.await(firstPause.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("a pause was cut short by the stop");
    }
  }

  /** From now on a write is tried once. */
  void stop() {
    stopped.countDown();
  }

  static boolean isAway(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreUnavailable) {
        return true;
      }
    }
    return false;
  }
}
