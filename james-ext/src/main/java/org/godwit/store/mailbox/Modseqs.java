package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The sequence of an account's changes. Taking a number locks the account until the commit. */
public final class Modseqs {

  private static final String NEXT =
      "UPDATE account SET modseq = modseq + 1 WHERE account_id = ? RETURNING modseq";

  private static final String LOCK = "SELECT modseq FROM account WHERE account_id = ? FOR UPDATE";

  private Modseqs() {}

  /** Keeps others from changing an account until the commit; taken before any other row of it. */
  public static void lock(Connection connection, long account) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LOCK)) {
      select.setLong(1, account);
      select.execute();
    }
  }

  /**
   * Takes the next number.
   *
   * @return 0 when there is no such account
   */
  public static long next(Connection connection, long account) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(NEXT)) {
      update.setLong(1, account);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
