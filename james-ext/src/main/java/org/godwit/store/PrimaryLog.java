package org.godwit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a primary tells of its log and of who follows it. Each is one statement. */
final class PrimaryLog {
  private static final long PAGE = 8192;
  private static final long LONGEST_PAGE_HEADER = 40;

  private static final String END =
      "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";

  private static final String WAITED_FOR =
      """
      SELECT current_setting('synchronous_standby_names') = ''
          OR EXISTS (SELECT 1 FROM pg_stat_replication
                      WHERE application_name = ? AND sync_state IN ('sync', 'quorum'))
      """;

  private PrimaryLog() {}

  /** Where it ends: all that is visible now is before it. */
  static long end(Connection primary) throws SQLException {
    try (Statement ask = primary.createStatement();
        ResultSet row = ask.executeQuery(END)) {
      row.next();
      return place(row.getLong(1));
    }
  }

  /** The place behind the header of a new page is told, though nothing is on the page yet. */
  private static long place(long told) {
    return told % PAGE <= LONGEST_PAGE_HEADER ? told - told % PAGE : told;
  }

  /**
   * Whether commits wait for this replica, or for none at all.
   *
   * @param replica as it calls itself to the primary
   */
  static boolean waitsFor(Connection primary, String replica) throws SQLException {
    try (PreparedStatement ask = primary.prepareStatement(WAITED_FOR)) {
      ask.setString(1, replica);
      try (ResultSet row = ask.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
