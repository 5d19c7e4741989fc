package org.godwit.mailflow.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When to try again (5321 §4.5.4.1). */
final class Backoff {
  private static final double JITTER = 0.2;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final OutboundSettings settings;
  private final RandomGenerator random;

  Backoff(OutboundSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  boolean expired(QueuedMail mail, Instant now) {
    return !now.isBefore(expiry(mail));
  }

  Instant expiry(QueuedMail mail) {
    return mail.firstQueued().plus(settings.giveUpAfter());
  }

  /** Whether the sender must be told by now that it takes longer. */
  boolean late(QueuedMail mail, Instant now) {
    return !mail.delayNoticed() && !now.isBefore(mail.firstQueued().plus(settings.warnAfter()));
  }

  /**
   * The pause before the next attempt, never beyond the moment of giving up, nor beyond that of the
   * delay notice while it is due.
   *
   * @param mail with the failed attempt counted
   */
  Duration next(QueuedMail mail, Instant now) {
    int step = Math.clamp(mail.attempts() - 1L, 0, settings.backoff().size() - 1);
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    Duration pause = Duration.ofMillis((long) (settings.backoff().get(step).toMillis() * factor));
    pause = shorter(pause, Duration.between(now, expiry(mail)));
    if (!mail.delayNoticed()) {
      Duration notice = Duration.between(now, mail.firstQueued().plus(settings.warnAfter()));
      pause = notice.isPositive() ? shorter(pause, notice) : pause;
    }
    return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
