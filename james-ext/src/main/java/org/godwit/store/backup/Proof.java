package org.godwit.store.backup;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.StorePromises;

/**
 * Restores a backup somewhere else and compares: each table has the rows that were read, the
 * store's promises hold among them, and this version opens it.
 */
public final class Proof {
  private final List<ProofPlace> places;

  /**
   * Tries nothing yet.
   *
   * @param places the first that is there is used
   */
  public Proof(List<ProofPlace> places) {
    this.places = List.copyOf(places);
  }

  /**
   * Proves one.
   *
   * @param mark of the backup that was made; a file with another is not that backup
   * @throws BackupProblem when it is wrong
   * @throws ProofPlace.NoPlace when nobody can say
   */
  public void prove(BackupFile file, String mark) throws BackupProblem, ProofPlace.NoPlace {
    BackupFile.Checked checked = file.check();
    if (!checked.mark().equals(mark)) {
      throw new BackupProblem("the file is whole, and is not the backup that was made");
    }
    try (ProofPlace.Scratch scratch = place(checked.manifest().bytes())) {
      file.load(scratch.database(), checked);
      compare(scratch.database(), checked.manifest());
      Database.open(scratch.database()).close();
    } catch (SQLException | IOException | StoreException e) {
      throw new BackupProblem("what was restored cannot be read: " + Connections.reason(e), e);
    }
  }

  private ProofPlace.Scratch place(long bytes) throws ProofPlace.NoPlace {
    List<String> reasons = new ArrayList<>();
    for (ProofPlace place : places) {
      try {
        return place.open(bytes);
      } catch (ProofPlace.NoPlace e) {
        reasons.add(e.getMessage());
      }
    }
    throw new ProofPlace.NoPlace(String.join("; and ", reasons));
  }

  private static void compare(DatabaseSettings restored, Manifest manifest)
      throws SQLException, IOException, BackupProblem {
    try (Connection on = Connections.open(restored, "godwit-proof")) {
      try (var analyze = on.createStatement()) {
        analyze.execute("ANALYZE"); // or what follows is planned as if nothing were there
      }
      Snapshot snapshot = new Snapshot(on);
      for (Catalog.Table table : Catalog.tables(on)) {
        Manifest.Table found = snapshot.sum(table);
        if (!manifest.table(table.name()).filter(found::equals).isPresent()) {
          throw new BackupProblem(
              "the table %s came back as something else".formatted(table.name()));
        }
      }
      for (Map.Entry<String, String> promise : StorePromises.BROKEN.entrySet()) {
        if (!Catalog.rows(on, promise.getValue() + " LIMIT 1").isEmpty()) {
          throw new BackupProblem("a promise of the store does not hold: " + promise.getKey());
        }
      }
    }
  }
}
