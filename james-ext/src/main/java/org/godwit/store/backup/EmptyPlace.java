package org.godwit.store.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.godwit.store.DatabaseSettings;

/** Whether a database of the administrator's may be filled. */
public final class EmptyPlace {

  /** A server that was started once has a domain. */
  private static final List<String> WHAT_SOMEBODY_HAS =
      List.of("domain", "person", "account", "blob", "mail_queue");

  private EmptyPlace() {}

  /**
   * Looks. Tables without rows are what an earlier restore has left that failed.
   *
   * @throws BackupProblem when there is something that a restore would mix with
   */
  public static void check(DatabaseSettings database) throws BackupProblem {
    try (Connection on = Connections.open(database, "godwit-restore")) {
      if (Catalog.rows(on, "SELECT version() WHERE current_schema() IS NULL").isEmpty()) {
        look(on, database);
        return;
      }
      throw new BackupProblem("%s has no schema to make tables in".formatted(database.shownUrl()));
    } catch (SQLException e) {
      throw new BackupProblem(
          "%s does not answer: %s".formatted(database.shownUrl(), Connections.reason(e)), e);
    }
  }

  private static void look(Connection on, DatabaseSettings database)
      throws SQLException, BackupProblem {
    List<String> names = Catalog.tables(on).stream().map(Catalog.Table::name).toList();
    if (names.isEmpty()) {
      return;
    }
    if (!names.containsAll(WHAT_SOMEBODY_HAS)) {
      throw new BackupProblem(
          "%s has tables of something else; name an empty database".formatted(database.shownUrl()));
    }
    for (String table : WHAT_SOMEBODY_HAS) {
      if (!Catalog.rows(on, "SELECT 1 FROM " + Catalog.quoted(table) + " LIMIT 1").isEmpty()) {
        throw new BackupProblem(
            "%s is not empty (%s); name an empty database"
                .formatted(database.shownUrl(), table.replace('_', ' ')));
      }
    }
  }
}
