package org.godwit.store.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Somebody who may log in.
 *
 * @param name a full address, in lower case
 * @param admin may administer this server
 * @param suspended may not log in; mail still comes in
 * @param created when
 * @param lastLogin to the hour; empty when never
 * @param shared a team's mailbox, which nobody signs in to
 * @param deleted when; empty for whoever is there. They can be restored for some time
 */
public record Person(
    Username name,
    boolean admin,
    boolean suspended,
    boolean shared,
    Instant created,
    Optional<Instant> lastLogin,
    Optional<Instant> deleted) {

  static final String COLUMNS =
      "name, admin, suspended, shared, created_at, last_login_at, deleted_at";

  static Person read(ResultSet row) throws SQLException {
    return new Person(
        Username.of(row.getString("name")),
        row.getBoolean("admin"),
        row.getBoolean("suspended"),
        row.getBoolean("shared"),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("last_login_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant));
  }
}
