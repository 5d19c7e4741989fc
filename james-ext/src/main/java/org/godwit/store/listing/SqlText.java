package org.godwit.store.listing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A statement that grows, its parameters beside their places. For one thread. */
final class SqlText {

  /** An array of bigint. */
  record Longs(Collection<Long> values) {}

  /** An array of uuid. */
  record Uuids(Collection<UUID> values) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  SqlText() {}

  SqlText(String sql, Object... parameters) {
    add(sql, parameters);
  }

  /** Appends text with one {@code ?} for each parameter. */
  SqlText add(String sql, Object... parameters) {
    text.append(sql);
    values.addAll(List.of(parameters));
    return this;
  }

  SqlText add(SqlText other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  PreparedStatement prepare(Connection on) throws SQLException {
    PreparedStatement statement = on.prepareStatement(text.toString());
    try {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, value(on, values.get(i)));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static Object value(Connection on, Object value) throws SQLException {
    return switch (value) {
      case Longs longs -> on.createArrayOf("bigint", longs.values().toArray());
      case Uuids uuids -> on.createArrayOf("uuid", uuids.values().toArray());
      case Instant time -> Timestamp.from(time);
      default -> value;
    };
  }
}
