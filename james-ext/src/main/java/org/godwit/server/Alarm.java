package org.godwit.server;

import java.time.Clock;
import java.time.Duration;
import javax.inject.Inject;
import org.godwit.cluster.Jobs;
import org.godwit.store.snooze.Snoozes;

/** Brings mail back that was put off, when its time has come. One node does it for all. */
final class Alarm {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Snoozes snoozes;
  private final Clock clock;

  @Inject
  Alarm(Snoozes snoozes, Clock clock) {
    this.snoozes = snoozes;
    this.clock = clock;
  }

  void start(Jobs jobs) {
    jobs.schedule("snooze", FIRST, EVERY, () -> snoozes.wake(clock.instant()));
  }
}
