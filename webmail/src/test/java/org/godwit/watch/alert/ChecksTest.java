package org.godwit.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.godwit.store.Copies.Copy;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.store.queue.QueueAdmin.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it takes to be wrong. */
class ChecksTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOON);

  @ParameterizedTest(name = "{0} of 1000 free")
  @CsvSource({"200, -", "120, -", "119, goes on", "100, goes on", "99, begins", "0, begins"})
  void aDiskIsNearlyFullBelowATenthAndWellAgainAboveAnEighth(long free, String expected)
      throws Check.Unknown {
    DiskCheck check = new DiskCheck("mx1", () -> new DiskCheck.Left(free, 1000));
    String found =
        check.look().stream()
            .map(sighting -> sighting.firm() ? "begins" : "goes on")
            .findFirst()
            .orElse("-");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aDiskThatCannotBeAskedIsNotKnownToBeFull() {
    DiskCheck check =
        new DiskCheck(
            "mx1",
            () -> {
              throw new IOException("gone");
            });
    assertThatThrownBy(check::look).isInstanceOf(Check.Unknown.class);
  }

  @ParameterizedTest(name = "{0} days")
  @CsvSource({"30, ''", "14, ''", "13, ends in 13 days", "-1, has ended"})
  void aCertificateIsNearItsEndInItsLastTwoWeeks(int days, String expected) {
    CertificateCheck check =
        new CertificateCheck("mx1", () -> NOON.plus(Duration.ofDays(days)), CLOCK);
    List<Sighting> found = check.look();
    if (expected.isEmpty()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).extracting(Sighting::words).asString().contains(expected);
    }
  }

  private static List<Sighting> queue(long quarantined, Duration overdue, long failing) {
    Queue queue =
        new Queue(
            "outgoing",
            9,
            quarantined,
            Optional.of(NOON.minus(Duration.ofDays(3))),
            Optional.of(NOON.minus(overdue)),
            failing);
    return new QueueCheck(() -> List.of(queue), CLOCK).look();
  }

  @Test
  void aQueueIsWellWhoseWorkersWorkHoweverOldItsMailIs() {
    assertThat(queue(0, Duration.ofMinutes(14), 0)).isEmpty();
  }

  @Test
  void aQueueIsStuckWhenNobodyWorksOnWhatIsDue() {
    assertThat(queue(0, Duration.ofMinutes(16), 0))
        .extracting(Sighting::kind)
        .containsExactly(AlertKind.QUEUE_STUCK);
  }

  @Test
  void mailDoesNotLeaveWhenManyDestinationsCannotBeReached() {
    assertThat(queue(0, Duration.ZERO, 4)).noneMatch(Sighting::firm);
    assertThat(queue(0, Duration.ZERO, 5))
        .filteredOn(Sighting::firm)
        .extracting(Sighting::kind)
        .containsExactly(AlertKind.MAIL_DOES_NOT_LEAVE);
  }

  @Test
  void oneMailInQuarantineIsEnough() {
    assertThat(queue(1, Duration.ZERO, 0))
        .extracting(Sighting::kind)
        .containsExactly(AlertKind.QUARANTINE);
  }

  private static Copy copy(String name, double seconds) {
    return new Copy(name, "streaming", false, Optional.of(1_000L), Optional.of(seconds));
  }

  @Test
  void aCopyIsBehindAfterAMinute() {
    List<Copy> copies = List.of(copy("south", 20), copy("west", 40), copy("north", 90));
    assertThat(new ReplicaCheck(() -> copies).look())
        .extracting(Sighting::about, Sighting::firm)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("west", false),
            org.assertj.core.groups.Tuple.tuple("north", true));
  }
}
