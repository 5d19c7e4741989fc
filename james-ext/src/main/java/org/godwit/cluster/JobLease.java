package org.godwit.cluster;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.godwit.store.Database;

/**
 * The row that says which node does a job, by the clock of the database. Each method is one
 * statement, and throws {@link org.godwit.store.StoreUnavailable} when it cannot be asked.
 */
final class JobLease {

  private static final String TAKE =
      """
      INSERT INTO job_lease AS l (job, node, held_until) VALUES (?, ?, now() + ?::interval)
      ON CONFLICT (job) DO UPDATE
         SET node = excluded.node, token = l.token + 1, held_until = excluded.held_until
       WHERE (l.held_until IS NULL OR l.held_until < now())
         AND (l.done_at IS NULL OR l.done_at <= now() - ?::interval)
      RETURNING token
      """;

  private static final String KEEP =
      "UPDATE job_lease SET held_until = now() + ?::interval"
          + " WHERE job = ? AND node = ? AND token = ? AND held_until IS NOT NULL";

  private static final String END =
      "UPDATE job_lease SET held_until = NULL, done_at = CASE WHEN ? THEN now() ELSE done_at END"
          + " WHERE job = ? AND node = ? AND token = ?";

  private final Database database;
  private final UUID node;
  private final String job;
  private final Duration time;

  JobLease(Database database, UUID node, String job, Duration time) {
    this.database = database;
    this.node = node;
    this.job = job;
    this.time = time;
  }

  /**
   * Takes it when nobody has it.
   *
   * @param every empty as well when it was done to its end since then
   * @return the token of this lease
   */
  OptionalLong take(Duration every) {
    return database.run(
        "taking a job",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
            insert.setString(1, job);
            insert.setObject(2, node);
            insert.setString(3, time.toString());
            insert.setString(4, every.toString());
            try (ResultSet row = insert.executeQuery()) {
              return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }

  /** Keeps it for longer; false when it is another's by now. */
  boolean keep(long token) {
    return database.run(
        "keeping a job",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(KEEP)) {
            update.setString(1, time.toString());
            update.setString(2, job);
            update.setObject(3, node);
            update.setLong(4, token);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** Gives it back; nothing when it is another's by now. */
  void end(long token, boolean done) {
    database.run(
        "ending a job",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(END)) {
            update.setBoolean(1, done);
            update.setString(2, job);
            update.setObject(3, node);
            update.setLong(4, token);
            return update.executeUpdate();
          }
        });
  }
}
