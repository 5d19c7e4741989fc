package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.james.core.Username;

/** The row of a user, made when it is first needed: James asks for mail before anything else. */
final class Accounts {

  private static final String ENSURE =
      "INSERT INTO account (name) VALUES (?) ON CONFLICT (name) DO NOTHING";

  private static final String FIND = "SELECT account_id FROM account WHERE name = ?";

  private Accounts() {}

  /** The account of a user; made if there is none. */
  static long idOf(Connection connection, Username user) throws SQLException {
    long found = find(connection, user);
    if (found != 0) {
      return found;
    }
    try (PreparedStatement insert = connection.prepareStatement(ENSURE)) {
      insert.setString(1, user.asString());
      insert.executeUpdate();
    }
    return find(connection, user);
  }

  /** The account of a user, or 0. */
  static long find(Connection connection, Username user) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setString(1, user.asString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
