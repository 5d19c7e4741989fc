package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.server.Backups;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.Outcome;

/** Copies of everything, and their proof. */
final class BackupActions {
  private static final int SHOWN = 50;

  /** The machine's own administrator waits longer than a browser or a proxy would. */
  private static final long PATIENCE_HERE = 9 * 60;

  private static final long PATIENCE = 20;

  private final Backups backups;

  BackupActions(Services services) {
    this.backups = services.get(Backups.class);
  }

  Map<String, Action> all() {
    return Map.of("backup now", this::now, "backup list", told -> list());
  }

  private Answer now(Told told) throws AdminProblem, InterruptedException {
    CompletableFuture<Optional<BackupEntry>> under = backups.now();
    try {
      long seconds = told.actor().equals(Actor.MACHINE) ? PATIENCE_HERE : PATIENCE;
      BackupEntry made =
          under
              .get(seconds, TimeUnit.SECONDS)
              .orElseThrow(() -> AdminProblem.refused("a backup is being made already"));
      if (made.outcome() == Outcome.FAILED) {
        throw AdminProblem.refused("there is no backup: " + made.words());
      }
      return new Answer.One(facts(made), made.outcome() == Outcome.PROVED);
    } catch (TimeoutException e) {
      return Answer.done("it goes on; `godwit backup list` shows how it ends");
    } catch (ExecutionException e) {
      throw new IllegalStateException("making a backup", e.getCause());
    }
  }

  private Answer list() {
    List<Map<String, Object>> rows = new ArrayList<>();
    backups.book().newest(SHOWN).forEach(entry -> rows.add(facts(entry)));
    return new Answer.Many(rows);
  }

  private static Map<String, Object> facts(BackupEntry entry) {
    return Answer.facts(
        "taken", entry.begun().toString(),
        "outcome", entry.outcome().word(),
        "rows", entry.rows(),
        "bytes", entry.bytes(),
        "from", entry.source(),
        "host", entry.host(),
        "file", entry.file().map(Object::toString).orElse(null),
        "why", entry.words());
  }
}
