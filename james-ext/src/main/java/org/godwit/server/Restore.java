package org.godwit.server;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreException;
import org.godwit.store.backup.BackupFile;
import org.godwit.store.backup.BackupProblem;
import org.godwit.store.backup.DataFiles;
import org.godwit.store.backup.EmptyPlace;
import org.godwit.store.backup.Manifest;
import org.godwit.store.postgres.EmbeddedPostgres;

/**
 * Makes a server's data from a backup, where there are none. The server itself does not run
 * meanwhile, and is started as ever afterwards.
 *
 * <p>The file is read to its end before anything is made. A database of our own is made beside its
 * place and moved there when it is complete; in one of the administrator's all rows come in one
 * transaction.
 */
public final class Restore {
  private static final String DATABASE = "godwit";

  private final ServerSettings settings;
  private final BackupFile backup;

  /** Does nothing yet. */
  public Restore(ServerSettings settings, BackupFile backup) {
    this.settings = settings;
    this.backup = backup;
  }

  /**
   * Does it.
   *
   * @return what was restored
   * @throws StartProblem when a server runs there, or cannot be made to
   * @throws BackupProblem when there is something already, or the backup cannot be used
   */
  public Manifest run() throws StartProblem, BackupProblem {
    Path data = settings.dataDirectory();
    try (DataDirectory directory = DataDirectory.take(data)) {
      MailServer.loadCompression(directory.emptyTemporary());
      checkPlace(data);
      BackupFile.Checked checked = backup.check();
      Map<String, byte[]> files =
          settings.store().external().isPresent()
              ? fill(settings.store().external().get(), checked)
              : fillOurOwn(data, checked);
      remove(data.resolve("index")); // of another history
      DataFiles.put(data, files);
      return checked.manifest();
    } catch (IOException e) {
      throw new StartProblem("writing to " + data + " failed: " + e, e);
    }
  }

  private void checkPlace(Path data) throws BackupProblem, IOException {
    if (settings.store().external().isPresent()) {
      EmptyPlace.check(settings.store().external().get());
      return;
    }
    Path postgres = data.resolve("postgres");
    if (!Files.exists(postgres)) {
      return;
    }
    try (Stream<Path> inside = Files.list(postgres)) {
      if (inside.findAny().isPresent()) {
        throw new BackupProblem(
            "%s has a database already; move it away, or name another data directory (--data)"
                .formatted(data));
      }
    }
    Files.delete(postgres);
  }

  private Map<String, byte[]> fillOurOwn(Path data, BackupFile.Checked checked)
      throws IOException, BackupProblem {
    Path unfinished = data.resolve("postgres.restoring");
    remove(unfinished); // of a restore that was killed
    boolean complete = false;
    try {
      Map<String, byte[]> files;
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(
              unfinished, settings.store().programs(), List.of("max_wal_size=4GB"))) {
        files = fill(postgres.database(DATABASE), checked);
      }
      Files.move(unfinished, data.resolve("postgres"), StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      return files;
    } catch (StoreException e) {
      throw new BackupProblem("PostgreSQL does not start: " + MailServer.rootMessage(e), e);
    } finally {
      if (!complete) {
        remove(unfinished);
      }
    }
  }

  private Map<String, byte[]> fill(DatabaseSettings empty, BackupFile.Checked checked)
      throws BackupProblem {
    Map<String, byte[]> files = backup.restore(empty, checked);
    try { // brings the tables to this version
      Database.open(empty.withPoolSize(3).withReplica(Optional.empty())).close();
      return files;
    } catch (StoreException e) {
      throw new BackupProblem(
          "it is restored, but not brought to this version: " + MailServer.rootMessage(e), e);
    }
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
