package org.godwit.store.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes backups: one file each, complete or not there. The caller sees to it that it is alone. */
public final class BackupMaker {
  private static final Logger LOG = LoggerFactory.getLogger(BackupMaker.class);

  /** A database that says nothing for so long is away. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String NAME = "godwit-backup";

  private final Database database;
  private final BackupSettings settings;
  private final Path data;
  private final String godwit;
  private final InstantSource clock;

  /**
   * Makes none yet.
   *
   * @param data the data directory
   * @param godwit our version
   */
  public BackupMaker(
      Database database, BackupSettings settings, Path data, String godwit, InstantSource clock) {
    this.database = database;
    this.settings = settings;
    this.data = data;
    this.godwit = godwit;
    this.clock = clock;
  }

  /**
   * What was made.
   *
   * @param bytes of the file
   */
  public record Made(Path file, Manifest manifest, long bytes) {}

  /**
   * Makes one: from the replica that is near when reads go there, else from the primary.
   *
   * @throws BackupProblem when it cannot be made; then there is no file
   */
  public Made make() throws BackupProblem {
    Optional<Passphrase> passphrase = settings.words();
    Path directory = settings.directory();
    try {
      prepare(directory);
    } catch (IOException e) {
      throw new BackupProblem(
          "backups cannot be written to %s (%s); make it ours, or set [backup] dir"
              .formatted(directory, e.getMessage()),
          e);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Path file = directory.resolve(BackupShelf.name(now, passphrase.isPresent()));
    try {
      Manifest manifest = fromSomewhere(file, now, passphrase);
      return new Made(file, manifest, Files.size(file));
    } catch (IOException e) {
      throw new BackupProblem(advice(e, directory), e);
    } catch (SQLException | StoreException e) {
      throw new BackupProblem("the database cannot be read: " + Connections.reason(e), e);
    }
  }

  /** Makes the directory, and removes what a crash has left. */
  private static void prepare(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.getParent());
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    BackupShelf.removeUnfinished(directory);
  }

  private String advice(IOException e, Path directory) {
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return "it was stopped before it was complete, and nothing was kept";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "another backup is being written to " + directory;
    }
    boolean full =
        free(directory) < FullDisk.RESERVE
            || String.valueOf(e.getMessage()).contains("No space left");
    return full
        ? "the disk of %s is full, and nothing was kept; make room there, or set [backup] dir"
            .formatted(directory)
        : "writing to %s failed (%s), and nothing was kept"
            .formatted(directory, Connections.reason(e));
  }

  private static long free(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      return disk.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // nobody knows
    }
  }

  private Manifest fromSomewhere(Path file, Instant now, Optional<Passphrase> passphrase)
      throws IOException, SQLException, BackupProblem {
    Optional<Connection> near = database.lastingNearby(NAME, PATIENCE);
    if (near.isPresent()) {
      try (Connection on = near.get()) {
        return from(on, file, now, passphrase);
      } catch (SQLException e) {
        LOG.warn(
            "the replica did not give a backup ({}); the primary is asked", Connections.reason(e));
      }
    }
    try (Connection on = database.lasting(NAME, PATIENCE)) {
      return from(on, file, now, passphrase);
    }
  }

  private Manifest from(Connection on, Path file, Instant now, Optional<Passphrase> passphrase)
      throws IOException, SQLException, BackupProblem {
    Map<String, byte[]> files = DataFiles.in(data);
    try (ArchiveWriter archive = ArchiveWriter.begin(file, now, passphrase)) {
      for (Map.Entry<String, byte[]> kept : files.entrySet()) {
        archive.file(kept.getKey(), kept.getValue());
      }
      Manifest manifest = new Snapshot(on).into(archive, godwit, now, DataFiles.kept(files));
      archive.finish(manifest);
      return manifest;
    }
  }
}
