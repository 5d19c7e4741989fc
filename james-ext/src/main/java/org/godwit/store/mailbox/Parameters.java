package org.godwit.store.mailbox;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Date;
import java.util.UUID;

/** Sets the parameters of a long statement one after the other. Null is allowed but in numbers. */
final class Parameters {
  private final PreparedStatement statement;
  private int next = 1;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  int index() {
    return next;
  }

  Parameters skipTo(int index) {
    next = index;
    return this;
  }

  Parameters longs(long... values) throws SQLException {
    for (long value : values) {
      statement.setLong(next++, value);
    }
    return this;
  }

  Parameters ints(int... values) throws SQLException {
    for (int value : values) {
      statement.setInt(next++, value);
    }
    return this;
  }

  Parameters flag(boolean value) throws SQLException {
    statement.setBoolean(next++, value);
    return this;
  }

  Parameters text(String value) throws SQLException {
    statement.setString(next++, value);
    return this;
  }

  Parameters bytes(byte[] value) throws SQLException {
    statement.setBytes(next++, value);
    return this;
  }

  Parameters array(Array value) throws SQLException {
    statement.setArray(next++, value);
    return this;
  }

  Parameters time(Date value) throws SQLException {
    statement.setTimestamp(next++, Sql.time(value));
    return this;
  }

  Parameters uuid(UUID value) throws SQLException {
    return maybe(value, Types.OTHER);
  }

  Parameters maybe(Object value, int type) throws SQLException {
    statement.setObject(next++, value, type);
    return this;
  }
}
