package org.godwit.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.store.backup.BackupBook.Standing;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.backup.Outcome;
import org.junit.jupiter.api.Test;

class BackupCheckTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static BackupEntry entry(Outcome outcome, Duration age, String words) {
    Optional<Path> file = Optional.of(Path.of("godwit-x.tar.zst"));
    return new BackupEntry("mx1", file, "primary", "mark", 9, 99, outcome, words, NOON.minus(age));
  }

  private static List<Sighting> look(Optional<LocalTime> at, Standing standing, Duration watched) {
    BackupSettings settings =
        new BackupSettings(Path.of("backups"), at, 7, Optional.empty(), Duration.ofDays(2));
    return new BackupCheck(
            settings, () -> standing, NOON.minus(watched), Clock.fixed(NOON, ZoneOffset.UTC))
        .look();
  }

  private static List<Sighting> daily(Optional<BackupEntry> last, Optional<BackupEntry> proved) {
    return look(Optional.of(LocalTime.of(2, 30)), new Standing(last, proved), Duration.ofHours(1));
  }

  @Test
  void oneThatWasProvedWithinTwoDaysIsEnough() {
    Optional<BackupEntry> proved = Optional.of(entry(Outcome.PROVED, Duration.ofHours(47), ""));
    assertThat(daily(proved, proved)).isEmpty();
    Optional<BackupEntry> failed =
        Optional.of(entry(Outcome.FAILED, Duration.ofHours(23), "the disk is full"));
    assertThat(daily(failed, proved)).isEmpty();
  }

  @Test
  void anOlderOneIsToldWithWhatBecameOfTheLast() {
    Optional<BackupEntry> proved = Optional.of(entry(Outcome.PROVED, Duration.ofHours(49), ""));
    Optional<BackupEntry> failed =
        Optional.of(entry(Outcome.FAILED, Duration.ofHours(1), "the disk is full"));
    assertThat(daily(failed, proved))
        .singleElement()
        .satisfies(
            sighting -> {
              assertThat(sighting.kind()).isEqualTo(AlertKind.BACKUP_UNPROVED);
              assertThat(sighting.words())
                  .isEqualTo(
                      "the newest backup that was proved is of 2026-02-27T11:00:00Z;"
                          + " the last one: the disk is full");
            });
  }

  @Test
  void theFirstThatFailsIsToldAtOnce() {
    assertThat(
            daily(Optional.of(entry(Outcome.UNPROVED, Duration.ZERO, "no room")), Optional.empty()))
        .extracting(Sighting::words)
        .containsExactly("no backup was ever proved; the last one: no room");
  }

  @Test
  void aServerThatHasJustBeenToldToMakeBackupsHasTime() {
    assertThat(daily(Optional.empty(), Optional.empty())).isEmpty();
    Standing none = new Standing(Optional.empty(), Optional.empty());
    assertThat(look(Optional.of(LocalTime.NOON), none, Duration.ofHours(49))).hasSize(1);
  }

  @Test
  void whereNoneAreToBeMadeNobodyIsTold() {
    Standing none = new Standing(Optional.empty(), Optional.empty());
    assertThat(look(Optional.empty(), none, Duration.ofDays(100))).isEmpty();
  }
}
