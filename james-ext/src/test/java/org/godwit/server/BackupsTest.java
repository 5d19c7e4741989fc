package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.godwit.store.backup.BackupBook.Standing;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupsTest {

  /** At 02:30 in Berlin, which is 01:30 by UTC in winter and 00:30 in summer. */
  @ParameterizedTest(name = "the last {1} {0}, now {2}: {3}")
  @CsvSource({
    "2026-01-10T01:30:05Z, PROVED,   2026-01-11T01:29:00Z, false",
    "2026-01-10T01:30:05Z, PROVED,   2026-01-11T01:30:00Z, true",
    "2026-01-10T01:30:05Z, PROVED,   2026-01-14T08:00:00Z, true", // it was off for days
    "2026-01-11T01:30:05Z, UNPROVED, 2026-01-11T20:00:00Z, false",
    "2026-01-11T01:30:05Z, FAILED,   2026-01-11T02:30:00Z, false",
    "2026-01-11T01:30:05Z, FAILED,   2026-01-11T02:31:00Z, true",
    "2026-07-10T00:30:05Z, PROVED,   2026-07-11T00:29:00Z, false",
    "2026-07-10T00:30:05Z, PROVED,   2026-07-11T00:30:00Z, true",
    "2026-01-10T20:00:00Z, PROVED,   2026-01-11T01:30:00Z, true", // by hand, in the evening
  })
  void oneIsDueOncePerDayAndAnHourAfterAFailure(
      Instant last, Outcome outcome, Instant now, boolean due) {
    BackupEntry entry = new BackupEntry("mx1", Optional.empty(), "", "", 0, 0, outcome, "", last);
    assertThat(isDue(now, new Standing(Optional.of(entry), Optional.empty()))).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({"2026-01-10T01:00:00Z", "2026-01-10T20:00:00Z"})
  void theFirstIsDueAtOnce(Instant now) {
    assertThat(isDue(now, new Standing(Optional.empty(), Optional.empty()))).isTrue();
  }

  private static boolean isDue(Instant now, Standing standing) {
    return Backups.isDue(now.atZone(ZoneId.of("Europe/Berlin")), LocalTime.of(2, 30), standing);
  }
}
