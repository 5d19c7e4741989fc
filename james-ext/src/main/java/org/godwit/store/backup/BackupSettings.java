package org.godwit.store.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * What an administrator says of backups.
 *
 * @param directory where they go
 * @param at when one is made each day, by the clock of the machine; empty is never by itself
 * @param keep how many of the newest stay
 * @param passphrase a file whose first line encrypts them; empty leaves them readable
 * @param warnAfter the newest that was proved may be so old
 */
public record BackupSettings(
    Path directory,
    Optional<LocalTime> at,
    int keep,
    Optional<Path> passphrase,
    Duration warnAfter) {

  public BackupSettings {
    directory = directory.toAbsolutePath().normalize();
    if (keep < 1) {
      throw new IllegalArgumentException("a backup that is not kept is none");
    }
  }

  /** Of a machine nobody has configured. */
  public static BackupSettings below(Path data) {
    return new BackupSettings(
        data.resolve("backups"), Optional.empty(), 7, Optional.empty(), Duration.ofDays(2));
  }

  /**
   * Reads the passphrase.
   *
   * @throws BackupProblem when it cannot be read
   */
  public Optional<Passphrase> words() throws BackupProblem {
    return passphrase.isPresent() ? Optional.of(Passphrase.of(passphrase.get())) : Optional.empty();
  }
}
