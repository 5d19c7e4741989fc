package org.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica may be asked for. */
class LogPlacesTest {
  private static final Long ANN = 1L;
  private static final Long BEN = 2L;

  private final LogPlaces places = new LogPlaces();

  private boolean has(Object what) throws InterruptedException {
    return places.has(List.of(what), Duration.ZERO);
  }

  @Test
  void whatNobodyHasTouchedIsThere() throws InterruptedException {
    assertThat(has(ANN)).isTrue();
  }

  @Test
  void aChangeIsThereWhenTheLogHasBeenReplayedToWhereItEndedAfterwards()
      throws InterruptedException {
    places.replayed(100);
    places.changed(ANN);
    assertThat(has(ANN)).as("nobody knows where it is").isFalse();
    assertThat(has(BEN)).isTrue();
    places.end(places.unasked(), 200);
    places.replayed(199);
    assertThat(has(ANN)).isFalse();
    places.replayed(200);
    assertThat(has(ANN)).isTrue();
  }

  @Test
  void anAnswerIsNotForAChangeThatCameAfterTheQuestion() throws InterruptedException {
    places.changed(ANN);
    Map<Object, LogPlaces.Position> asked = places.unasked();
    places.changed(ANN);
    places.end(asked, 200);
    places.replayed(300);
    assertThat(has(ANN)).isFalse();
  }

  @Test
  void whatWasReadAtThePrimaryIsNotReadOlder() throws InterruptedException {
    places.replayed(100);
    places.seen(ANN, 200);
    places.seen(ANN, 150);
    places.replayed(199);
    assertThat(has(ANN)).isFalse();
    places.replayed(200);
    assertThat(has(ANN)).isTrue();
  }

  @Test
  void whereAnythingMayHaveChangedNothingIsThere() throws InterruptedException {
    places.changedAll();
    assertThat(has(ANN)).isFalse();
    places.end(places.unasked(), 200);
    places.replayed(200);
    assertThat(has(ANN)).isTrue();
  }

  @Test
  void aReplicaThatHasComeLessFarThanBeforeHasNothingUntilItIsKnown() throws InterruptedException {
    places.replayed(200);
    places.replayed(100);
    assertThat(has(ANN)).isFalse();
  }

  @Test
  void whoWaitsGoesOnAsSoonAsItIsThere() throws InterruptedException {
    places.seen(ANN, 200);
    Thread replica = Thread.ofVirtual().start(() -> places.replayed(200));
    assertThat(places.has(List.of(ANN), Duration.ofMinutes(1))).isTrue();
    replica.join();
  }
}
