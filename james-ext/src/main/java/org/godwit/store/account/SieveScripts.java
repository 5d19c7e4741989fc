package org.godwit.store.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;

/** The tables {@code sieve_script} and {@code sieve_quota}. One call, one statement. */
final class SieveScripts {

  /** Scripts that one person may keep. */
  static final int MOST = 100;

  /** What a new script would make of its owner's total. */
  record Use(long otherBytes, long otherScripts, Optional<Long> limit) {}

  private static final String USE =
      """
      SELECT coalesce(sum(size), 0) AS bytes, count(*) AS scripts,
             coalesce((SELECT bytes FROM sieve_quota WHERE owner = ?),
                      (SELECT bytes FROM sieve_quota WHERE owner = '')) AS quota
        FROM sieve_script
       WHERE owner = ? AND name <> ?
      """;

  private static final String PUT =
      """
      INSERT INTO sieve_script (owner, name, content, size) VALUES (?, ?, ?, ?)
      ON CONFLICT (owner, name) DO UPDATE SET content = excluded.content, size = excluded.size
      """;

  private static final String RENAME =
      """
      UPDATE sieve_script SET name = ?
       WHERE owner = ? AND name = ?
      """;

  private SieveScripts() {}

  /** Makes changes of one person's scripts wait for each other; the account comes first. */
  static void lock(Connection connection, String owner) throws SQLException {
    for (String table : List.of("account", "person")) { // there may be only one of them
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT 1 FROM " + table + " WHERE name = ? FOR NO KEY UPDATE")) {
        select.setString(1, owner);
        select.executeQuery().close();
      }
    }
  }

  /** Counts a change of the account, which clients ask about. */
  static void changed(Connection connection, String owner) throws SQLException {
    change(connection, "UPDATE account SET modseq = modseq + 1 WHERE name = ?", owner);
  }

  static Use use(Connection connection, String owner, ScriptName without) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(USE)) {
      select.setString(1, owner);
      select.setString(2, owner);
      select.setString(3, without.getValue());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Use(
            row.getLong("bytes"),
            row.getLong("scripts"),
            Optional.ofNullable(row.getObject("quota", Long.class)));
      }
    }
  }

  static void put(Connection connection, String owner, ScriptName name, ScriptContent content)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(PUT)) {
      insert.setString(1, owner);
      insert.setString(2, name.getValue());
      insert.setString(3, content.getValue());
      insert.setLong(4, content.length());
      insert.executeUpdate();
    }
  }

  static List<ScriptSummary> list(Connection connection, String owner) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, activated_at IS NOT NULL AS active FROM sieve_script"
                + " WHERE owner = ? ORDER BY name")) {
      select.setString(1, owner);
      try (ResultSet row = select.executeQuery()) {
        List<ScriptSummary> scripts = new ArrayList<>();
        while (row.next()) {
          scripts.add(
              new ScriptSummary(new ScriptName(row.getString("name")), row.getBoolean("active")));
        }
        return scripts;
      }
    }
  }

  static Optional<String> content(Connection connection, String owner, ScriptName name)
      throws SQLException {
    return text(
        connection,
        "SELECT content FROM sieve_script WHERE owner = ? AND name = ?",
        owner,
        name.getValue());
  }

  static Optional<String> active(Connection connection, String owner) throws SQLException {
    return text(
        connection,
        "SELECT content FROM sieve_script WHERE owner = ? AND activated_at IS NOT NULL",
        owner);
  }

  static Optional<Instant> activated(Connection connection, String owner) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT activated_at FROM sieve_script"
                + " WHERE owner = ? AND activated_at IS NOT NULL")) {
      select.setString(1, owner);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(row.getTimestamp(1)).map(Timestamp::toInstant)
            : Optional.empty();
      }
    }
  }

  /** Makes a script the active one; false when there is no such script. */
  static boolean activate(Connection connection, String owner, ScriptName name)
      throws SQLException {
    return change(
        connection,
        "UPDATE sieve_script SET activated_at = now() WHERE owner = ? AND name = ?",
        owner,
        name.getValue());
  }

  static void deactivate(Connection connection, String owner) throws SQLException {
    change(
        connection,
        "UPDATE sieve_script SET activated_at = NULL"
            + " WHERE owner = ? AND activated_at IS NOT NULL",
        owner);
  }

  /** Removes a script that is not the active one. */
  static boolean delete(Connection connection, String owner, ScriptName name) throws SQLException {
    return change(
        connection,
        "DELETE FROM sieve_script WHERE owner = ? AND name = ? AND activated_at IS NULL",
        owner,
        name.getValue());
  }

  static boolean rename(Connection connection, String owner, ScriptName from, ScriptName to)
      throws SQLException {
    return change(connection, RENAME, to.getValue(), owner, from.getValue());
  }

  static Optional<Long> quota(Connection connection, String owner) throws SQLException {
    return text(connection, "SELECT bytes::text FROM sieve_quota WHERE owner = ?", owner)
        .map(Long::valueOf);
  }

  static void quota(Connection connection, String owner, long bytes) throws SQLException {
    change(
        connection,
        "INSERT INTO sieve_quota (owner, bytes) VALUES (?, ?::bigint)"
            + " ON CONFLICT (owner) DO UPDATE SET bytes = excluded.bytes",
        owner,
        Long.toString(bytes));
  }

  static void removeQuota(Connection connection, String owner) throws SQLException {
    change(connection, "DELETE FROM sieve_quota WHERE owner = ?", owner);
  }

  private static boolean change(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }

  private static Optional<String> text(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
