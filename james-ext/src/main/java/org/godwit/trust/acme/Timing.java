package org.godwit.trust.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When certificates are ordered. Nodes and sites do not all come at once: everything has jitter.
 */
final class Timing {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

  /** However long an authority asks us to wait; a certificate is renewed a month before its end. */
  private static final Duration LONGEST_OBEYED = Duration.ofDays(7);

  private final RandomGenerator random;

  Timing(RandomGenerator random) {
    this.random = random;
  }

  /** At two thirds of its life, and up to a twentieth earlier. */
  Instant renewal(IssuedCertificate certificate) {
    Instant begin = certificate.ours().getNotBefore().toInstant();
    Duration life = Duration.between(begin, certificate.end());
    Duration early = life.dividedBy(20).multipliedBy(random.nextInt(1_000)).dividedBy(1_000);
    return begin.plus(life.multipliedBy(2).dividedBy(3)).minus(early);
  }

  /** Ten minutes after the first failure, then three times as long each, a day at most. */
  Instant afterFailure(int failures, Optional<Instant> asked, Instant now) {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(3);
    }
    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    Instant ours = now.plus(pause.multipliedBy(100 + random.nextInt(20)).dividedBy(100));
    Instant theirs = asked.filter(ours::isBefore).orElse(ours); // 8555 §6.6
    Instant latest = now.plus(LONGEST_OBEYED);
    return theirs.isAfter(latest) ? latest : theirs;
  }
}
