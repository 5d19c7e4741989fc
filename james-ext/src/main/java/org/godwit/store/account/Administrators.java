package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/** Who administers this server. Safe for many threads; one call, one statement. */
public final class Administrators {

  private static final String FIRST =
      """
      SELECT name
        FROM person
       WHERE admin AND NOT suspended
       ORDER BY created_at, name
       LIMIT 1
      """;

  private final Database database;

  @Inject
  public Administrators(Database database) {
    this.database = database;
  }

  /** The one who has been it longest; empty when there is nobody. */
  public Optional<Username> first() {
    return database.run(
        "looking for an administrator",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(FIRST);
              ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(Username.of(row.getString(1))) : Optional.empty();
          }
        });
  }
}
