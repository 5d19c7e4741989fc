package org.godwit.store;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database was lost before it said whether it had made a change. It is asked as soon as it is
 * back, so that what was refused is not there all the same. Stateless; calls block.
 */
public final class Doubt {
  private static final Logger LOG = LoggerFactory.getLogger(Doubt.class);

  /** Longer than another site needs to go on; shorter than clients wait (5321 §4.5.3.2.6). */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A statement whose connection broke may still be under way. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Doubt() {}

  /**
   * What came of a change that failed.
   *
   * @param failure of the change
   * @param look finds what the change has made; empty when it was not made
   * @throws StoreUnavailable the failure: the change was not made, or nobody can say in time
   */
  public static <T> T settle(
      Database database, StoreUnavailable failure, Database.Work<Optional<T>> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (failure.inDoubt() && System.nanoTime() < end && pause()) {
      Optional<Optional<T>> answer = ask(database, look);
      if (answer.isPresent()) {
        return answer.get().orElseThrow(() -> failure);
      }
    }
    throw failure;
  }

  /** Empty when the database is away. */
  private static <T> Optional<Optional<T>> ask(Database database, Database.Work<Optional<T>> look) {
    try {
      Optional<T> made = database.run("looking whether a change was made", look);
      LOG.info("a change whose answer was lost was {}made", made.isPresent() ? "" : "not ");
      return Optional.of(made);
    } catch (StoreUnavailable e) {
      LOG.debug("the database is still away", e);
      return Optional.empty();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
