package org.godwit.watch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.store.backup.BackupBook.Standing;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.backup.Outcome;

/**
 * Whether the newest backup that was restored and compared is too old, where backups are to be made
 * each day.
 *
 * @param standing asked each time
 * @param watched since when we look: a server that has just been told to make backups has time
 */
record BackupCheck(
    BackupSettings settings, Supplier<Standing> standing, Instant watched, InstantSource clock)
    implements Check {

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.BACKUP_UNPROVED);
  }

  @Override
  public List<Sighting> look() {
    if (settings.at().isEmpty()) {
      return List.of();
    }
    Standing now = standing.get();
    Optional<Instant> proved = now.proved().map(BackupEntry::begun);
    Instant since = proved.orElse(now.last().isPresent() ? Instant.EPOCH : watched);
    if (Duration.between(since, clock.instant()).compareTo(settings.warnAfter()) <= 0) {
      return List.of();
    }
    String what =
        proved.isPresent()
            ? "the newest backup that was proved is of " + proved.get()
            : "no backup was ever proved";
    return List.of(Sighting.of(AlertKind.BACKUP_UNPROVED, "", what + why(now.last())));
  }

  private static String why(Optional<BackupEntry> last) {
    return last.filter(entry -> entry.outcome() != Outcome.PROVED)
        .map(entry -> "; the last one: " + entry.words())
        .orElse("");
  }
}
