package org.godwit.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables of a database to this version, or to an older one. */
public final class Schema {

  private Schema() {}

  /**
   * Runs the migrations that a database has not seen yet.
   *
   * @param database gives a new connection each time: they are changed, and not used again
   * @throws StoreException when one fails, or when a newer Godwit has been here
   */
  static void migrate(DataSource database) {
    Flyway flyway = configured().dataSource(database).load();
    try {
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (RuntimeException e) {
      throw new StoreException("migrating the schema", e);
    }
  }

  /**
   * Makes the tables of an older version in an empty database.
   *
   * @param version of the last migration
   * @return false when this program does not know that version; then nothing was done
   * @throws StoreException when one fails
   */
  public static boolean migrateTo(DatabaseSettings database, String version) {
    FluentConfiguration ours =
        configured().dataSource(database.url(), database.user(), database.password());
    try {
      boolean known =
          Arrays.stream(ours.load().info().all())
              .filter(migration -> !migration.getState().equals(MigrationState.FUTURE_SUCCESS))
              .anyMatch(migration -> version.equals(migration.getVersion().getVersion()));
      if (known) {
        ours.target(MigrationVersion.fromVersion(version)).load().migrate();
      }
      return known;
    } catch (RuntimeException e) {
      throw new StoreException("migrating the schema", e);
    }
  }

  private static FluentConfiguration configured() {
    return Flyway.configure()
        .locations("classpath:org/godwit/store/migration")
        .table("schema_version")
        .initSql(
            "SET idle_in_transaction_session_timeout = 0") // its lock waits in one all the while
        .validateMigrationNaming(true);
  }

  // What a newer version wrote, this one would misread: no start is better than a wrong one.
  private static void refuseNewer(MigrationInfo[] migrations) {
    Optional<MigrationInfo> newest =
        Arrays.stream(migrations)
            .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
            .max(Comparator.comparing(MigrationInfo::getVersion));
    if (newest.isPresent()) {
      throw new IllegalStateException(
          "a newer Godwit has been here (schema %s is not known to this one); start that version"
                  .formatted(newest.get().getVersion())
              + " or a newer one, or restore a backup from before the upgrade");
    }
  }
}
