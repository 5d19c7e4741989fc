package org.godwit.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a database to this version. */
final class Schema {

  private Schema() {}

  /**
   * Runs the migrations that a database has not seen yet.
   *
   * @throws StoreException when one fails, or when a newer Godwit has been here
   */
  static void migrate(DataSource database) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database)
            .locations("classpath:org/godwit/store/migration")
            .table("schema_version")
            .validateMigrationNaming(true)
            .load();
    try {
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (RuntimeException e) {
      throw new StoreException("migrating the schema", e);
    }
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
