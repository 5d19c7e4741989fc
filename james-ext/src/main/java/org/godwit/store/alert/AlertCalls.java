package org.godwit.store.alert;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/** What is still to be posted to the administrator's address. One call, one statement. */
@Singleton
public final class AlertCalls {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST = 20;

  private static final String DUE =
      """
      SELECT call_id, body, attempts, made_at < now() - ?::interval
        FROM alert_call
       WHERE due_at <= now()
       ORDER BY made_at, call_id
       LIMIT ?
      """;

  private final Database database;

  @Inject
  public AlertCalls(Database database) {
    this.database = database;
  }

  /**
   * One that is due.
   *
   * @param attempts that failed
   * @param old when it fails once more, nobody wants to hear it any longer
   */
  public record Due(AlertBook.Call call, int attempts, boolean old) {}

  /** Some that are due, the oldest first. */
  public List<Due> due() {
    return database.run(
        "reading what is to be posted",
        on -> {
          List<Due> found = new ArrayList<>();
          try (PreparedStatement select = on.prepareStatement(DUE)) {
            select.setString(1, KEPT.toString());
            select.setInt(2, MOST);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                AlertBook.Call call =
                    new AlertBook.Call(row.getObject(1, UUID.class), row.getString(2));
                found.add(new Due(call, row.getInt(3), row.getBoolean(4)));
              }
            }
          }
          return found;
        });
  }

  /** It got through, or nobody wants to hear it any longer. */
  public void done(UUID call) {
    database.run(
        "ending a call",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM alert_call WHERE call_id = ?")) {
            delete.setObject(1, call);
            return delete.executeUpdate();
          }
        });
  }

  /** It did not get through, and is due again after a pause. */
  public void failed(UUID call, Duration pause) {
    database.run(
        "putting a call off",
        on -> {
          try (PreparedStatement update =
              on.prepareStatement(
                  "UPDATE alert_call SET attempts = attempts + 1, due_at = now() + ?::interval"
                      + " WHERE call_id = ?")) {
            update.setString(1, pause.toString());
            update.setObject(2, call);
            return update.executeUpdate();
          }
        });
  }
}
