package org.godwit.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;

/**
 * The streaming replicas, as the primary sees them. One statement. Safe for many threads; a failure
 * is a {@link StoreException}.
 */
public final class Copies {

  /**
   * A replica.
   *
   * @param name as it calls itself
   * @param state in PostgreSQL's word, {@code streaming} when all is well
   * @param waitedFor whether commits wait for it
   * @param lagBytes that were written and that it does not show yet; empty when nobody can say
   * @param lagSeconds how long the last that it shows took to get there; zero while nothing is
   *     written
   */
  public record Copy(
      String name,
      String state,
      boolean waitedFor,
      Optional<Long> lagBytes,
      Optional<Double> lagSeconds) {}

  // Without the right to see them (pg_monitor) all but the process is null.
  private static final String COPIES =
      """
      SELECT application_name, state, sync_state IN ('sync', 'quorum') AS waited_for,
             greatest(0, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint AS bytes,
             coalesce(round(extract(epoch FROM replay_lag), 3), 0)::float8 AS seconds
        FROM pg_stat_replication
       WHERE state IS NOT NULL AND state <> 'backup'
       ORDER BY application_name
      """;

  private final Database database;

  @Inject
  public Copies(Database database) {
    this.database = database;
  }

  /** All of them; empty without any, and where our role may not see them. */
  public List<Copy> all() {
    return database.run(
        "looking at replicas",
        on -> {
          List<Copy> found = new ArrayList<>();
          try (Statement select = on.createStatement();
              ResultSet row = select.executeQuery(COPIES)) {
            while (row.next()) {
              found.add(copy(row));
            }
          }
          return found;
        });
  }

  private static Copy copy(ResultSet row) throws SQLException {
    Optional<Long> bytes = Optional.ofNullable(row.getObject("bytes", Long.class));
    return new Copy(
        row.getString("application_name"),
        row.getString("state"),
        row.getBoolean("waited_for"),
        bytes,
        bytes.isPresent() ? Optional.of(row.getDouble("seconds")) : Optional.empty());
  }
}
