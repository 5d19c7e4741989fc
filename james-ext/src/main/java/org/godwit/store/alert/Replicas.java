package org.godwit.store.alert;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/** Copies of the database, as the primary knows them. One call, one statement. */
@Singleton
public final class Replicas {

  // Empty where we may not see it (pg_monitor), and of a copy that has all there is.
  private static final String LAG =
      """
      SELECT application_name, extract(epoch FROM replay_lag)::float8
        FROM pg_stat_replication
       WHERE replay_lag IS NOT NULL
       ORDER BY application_name
      """;

  private final Database database;

  @Inject
  public Replicas(Database database) {
    this.database = database;
  }

  /** How far one is behind. */
  public record Lag(String name, Duration behind) {}

  /** Those of which it is known. */
  public List<Lag> lags() {
    return database.run(
        "asking how far copies are behind",
        on -> {
          List<Lag> found = new ArrayList<>();
          try (PreparedStatement select = on.prepareStatement(LAG);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(
                  new Lag(row.getString(1), Duration.ofMillis((long) (row.getDouble(2) * 1_000))));
            }
          }
          return found;
        });
  }
}
