package org.godwit.store.policy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/** Keeps policies of other domains. Safe for many threads; one call, one statement. */
@Singleton
public final class PolicyShelf {
  private static final String PUT =
      """
      INSERT INTO mta_sts_policy (domain, id, body, expires_at)
      VALUES (?, ?, ?, now() + make_interval(secs => ?))
      ON CONFLICT (domain) DO UPDATE
         SET id = EXCLUDED.id, body = EXCLUDED.body, expires_at = EXCLUDED.expires_at
      """;

  private final Database database;

  @Inject
  public PolicyShelf(Database database) {
    this.database = database;
  }

  /**
   * One that has not ended.
   *
   * @param id of the record in DNS that led to it
   * @param body as it was fetched
   */
  public record Kept(String id, String body) {}

  /** That of a domain. */
  public Optional<Kept> find(String domain) {
    return database.run(
        "reading the policy of a domain",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(
                  "SELECT id, body FROM mta_sts_policy WHERE domain = ? AND expires_at > now()")) {
            select.setString(1, domain);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(new Kept(row.getString(1), row.getString(2)))
                  : Optional.empty();
            }
          }
        });
  }

  /** Keeps one for so long, in the place of any before. */
  public void put(String domain, Kept kept, Duration age) {
    database.run(
        "keeping the policy of a domain",
        on -> {
          try (PreparedStatement insert = on.prepareStatement(PUT)) {
            insert.setString(1, domain);
            insert.setString(2, kept.id());
            insert.setString(3, kept.body());
            insert.setDouble(4, (double) age.toSeconds());
            return insert.executeUpdate();
          }
        });
  }
}
