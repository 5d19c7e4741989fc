package org.godwit.mailflow;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a mail is processed again after a failure of ours.
 *
 * @param attempts how many may fail; then the mail goes into quarantine
 * @param first the pause after the first; it doubles each time
 * @param longest no pause is longer
 */
record RetryPlan(int attempts, Duration first, Duration longest) {

  /** Some three hours of trying. */
  static final RetryPlan DEFAULT =
      new RetryPlan(10, Duration.ofSeconds(10), Duration.ofMinutes(30));

  /** Whether this was the last try. */
  boolean exhausted(int failedBefore) {
    return failedBefore + 1 >= attempts;
  }

  /** The pause, give or take a fifth, so that what failed together does not come back together. */
  Duration pause(int failedBefore) {
    long doubled = first.toMillis() << Math.min(failedBefore, 30);
    long pause = Math.min(doubled, longest.toMillis());
    double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    return Duration.ofMillis((long) (pause * spread));
  }
}
