package org.godwit.jmap.mail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;

/** Alice's account with so many messages that nobody would add them one by one. */
final class LargeAccount {

  private static final String MORE_MESSAGES =
      """
      INSERT INTO message SELECT r.* FROM message m, generate_series(1, ?) n,
        LATERAL jsonb_populate_record(m, jsonb_build_object('message_id', md5(n::text)::uuid,
          'thread_id', md5((n / 2)::text)::uuid)) r
       WHERE m.account_id = ?
      """;

  private static final String MORE_ROWS =
      """
      INSERT INTO mailbox_message SELECT r.* FROM mailbox_message m, generate_series(1, ?) n,
        LATERAL jsonb_populate_record(m, jsonb_build_object('message_id', md5(n::text)::uuid,
          'thread_id', md5((n / 2)::text)::uuid, 'uid', m.uid + n, 'size', m.size + n % 1000,
          'internal_date', m.internal_date - n * interval '1 minute')) r
       WHERE m.account_id = ?
      """;

  private static final String READ =
      """
      SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)
           + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)
      """;

  private final Database database;

  /** Makes copies of the one message that is there. */
  LargeAccount(JmapHouse house, Database database, int messages) {
    this.database = database;
    long account = house.viewer(JmapHouse.ALICE).account();
    database.run(
        "making many messages",
        on -> {
          for (String sql : new String[] {MORE_MESSAGES, MORE_ROWS}) {
            try (PreparedStatement insert = on.prepareStatement(sql)) {
              insert.setInt(1, messages);
              insert.setLong(2, account);
              insert.executeUpdate();
            }
          }
          return null;
        });
    database.run(
        "counting",
        on -> {
          try (PreparedStatement analyze = on.prepareStatement("ANALYZE")) {
            return analyze.execute();
          }
        });
  }

  /** How many rows of tables and entries of indexes were read until now, by anybody. */
  long read() {
    return database.run(
        "looking what was read",
        on -> {
          number(on, "SELECT count(pg_stat_force_next_flush())");
          number(on, "SELECT count(pg_stat_clear_snapshot())");
          return number(on, READ);
        });
  }

  private static long number(Connection on, String sql) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
