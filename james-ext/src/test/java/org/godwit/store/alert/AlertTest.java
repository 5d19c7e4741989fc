package org.godwit.store.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.godwit.store.alert.Alert.Event;
import org.junit.jupiter.api.Test;

/** When there is something to tell. */
class AlertTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final AlertKind KIND = AlertKind.DISK_FULL;

  private static Alert alert(Duration since, Duration seen, Optional<Duration> told) {
    return new Alert(
        KIND, "mx1", "full", NOON.minus(since), NOON.minus(seen), told.map(NOON::minus));
  }

  @Test
  void nothingIsToldBeforeItsPatience() {
    Alert young = alert(KIND.patience().minusSeconds(1), Duration.ZERO, Optional.empty());
    assertThat(young.due(NOON, true)).isEmpty();
  }

  @Test
  void itIsToldAfterItsPatience() {
    Alert old = alert(KIND.patience(), Duration.ZERO, Optional.empty());
    assertThat(old.due(NOON, true)).contains(Event.RAISED);
  }

  @Test
  void whoHasBeenToldHearsOfItAgainInADay() {
    Duration day = Duration.ofDays(1);
    Optional<Duration> almost = Optional.of(day.minusSeconds(1));
    assertThat(alert(day, Duration.ZERO, almost).due(NOON, true)).isEmpty();
    assertThat(alert(day, Duration.ZERO, Optional.of(day)).due(NOON, true))
        .contains(Event.REMINDER);
  }

  @Test
  void aGapShorterThanItsCalmIsNoEnd() {
    Duration gap = KIND.calm().minusSeconds(1);
    assertThat(alert(Duration.ofHours(1), gap, Optional.of(gap)).due(NOON, true)).isEmpty();
  }

  @Test
  void whatNobodyHasSeenForItsCalmIsOver() {
    Optional<Duration> told = Optional.of(Duration.ofMinutes(50));
    assertThat(alert(Duration.ofHours(1), KIND.calm(), told).due(NOON, true)).contains(Event.OVER);
  }

  @Test
  void nothingEndsNorIsToldWhileItIsNotKnownWhetherSomebodyLooks() {
    Alert unseen = alert(Duration.ofDays(3), Duration.ofHours(2), Optional.empty());
    assertThat(unseen.due(NOON, false)).isEmpty();
  }
}
