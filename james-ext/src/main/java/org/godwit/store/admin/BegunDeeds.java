package org.godwit.store.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.godwit.store.admin.AuditEntry.Deed;

/** What is being done at this moment, and what nobody has ended. Each method is one statement. */
final class BegunDeeds {

  private static final String INSERT =
      """
      INSERT INTO audit_begun (who, way, origin, operation, subject, told)
      VALUES (?, ?, ?, ?, ?, ?)
      RETURNING begun_id
      """;

  private static final String TAKE_LOST =
      """
      DELETE FROM audit_begun
       WHERE at < now() - make_interval(secs => ?)
      RETURNING who, way, origin, operation, subject, told,
                'not known: begun at ' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                || ', and its end was not written down' AS outcome
      """;

  UUID insert(Connection on, Deed deed) throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      List<String> fields = deed.fields();
      for (int i = 0; i < fields.size() - 1; i++) { // all but the outcome
        insert.setString(i + 1, fields.get(i));
      }
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getObject(1, UUID.class);
      }
    }
  }

  void delete(Connection on, UUID id) throws SQLException {
    try (PreparedStatement delete =
        on.prepareStatement("DELETE FROM audit_begun WHERE begun_id = ?")) {
      delete.setObject(1, id);
      delete.executeUpdate();
    }
  }

  List<Deed> takeLost(Connection on, Duration since) throws SQLException {
    try (PreparedStatement delete = on.prepareStatement(TAKE_LOST)) {
      delete.setDouble(1, (double) since.toSeconds());
      try (ResultSet row = delete.executeQuery()) {
        List<Deed> lost = new ArrayList<>();
        while (row.next()) {
          lost.add(Deed.read(row));
        }
        return lost;
      }
    }
  }
}
