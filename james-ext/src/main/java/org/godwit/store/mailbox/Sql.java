package org.godwit.store.mailbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.apache.james.mailbox.exception.MailboxException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The corners of JDBC that this room needs. */
final class Sql {

  /**
   * A range from and to the same uid. PostgreSQL thinks a range of unknown ends wide, and would
   * plan anew each time; so it sees that this is one row, and keeps its plan.
   */
  static final String ONE_UID = "m.uid = ? AND m.uid <= ?";

  /**
   * A range whose ends stand in SELECTs of their own. PostgreSQL, which would plan anew for the
   * width of each range, does not see it, and keeps its plan.
   */
  static final String UIDS_BETWEEN = "m.uid BETWEEN (SELECT ?::bigint) AND (SELECT ?::bigint)";

  private Sql() {}

  /** Whether a statement failed because of this constraint or unique index. */
  static boolean violates(SQLException e, String constraint) {
    if (!(e instanceof PSQLException postgres)) {
      return false;
    }
    ServerErrorMessage message = postgres.getServerErrorMessage();
    return message != null && constraint.equals(message.getConstraint());
  }

  /** Whether this column had no value: how our statements say that a row they build on is gone. */
  static boolean missesValue(SQLException e, String column) {
    if (!"23502".equals(e.getSQLState()) || !(e instanceof PSQLException postgres)) {
      return false;
    }
    ServerErrorMessage message = postgres.getServerErrorMessage();
    return message != null && column.equals(message.getColumn());
  }

  /**
   * What a client is told of a statement that failed for its fault; empty when the fault is ours.
   */
  static Optional<MailboxException> refusal(SQLException e) {
    return violates(e, "mailbox_keywords")
        ? Optional.of(new MailboxException("there are too many keywords in this mailbox"))
        : Optional.empty();
  }

  static Array longs(Connection connection, Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray());
  }

  static Array texts(Connection connection, String... values) throws SQLException {
    return connection.createArrayOf("text", values);
  }

  static String[] texts(ResultSet row, String column) throws SQLException {
    return (String[]) row.getArray(column).getArray();
  }

  static Timestamp time(Date date) {
    return Timestamp.from(date.toInstant());
  }

  /** A plain date, which compares equal to others. */
  static Date date(ResultSet row, String column) throws SQLException {
    return Date.from(row.getTimestamp(column).toInstant());
  }

  /** Sets parameters in order, from the first. */
  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
