package org.godwit.store.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * Forgets what documents and submissions leave behind. Whoever asks for changes since before that
 * begins anew. One small transaction an account; going on after a break costs nothing.
 */
public final class RecordPurge {

  private static final String WITH_DOCUMENTS =
      "SELECT DISTINCT account_id FROM client_record WHERE gone AND changed_at < ?";

  private static final String WITH_SUBMISSIONS =
      """
      SELECT DISTINCT account_id FROM submission
       WHERE undo_status <> 'pending' AND changed_at < ?
      """;

  // Locks the account first, as every change does.
  private static final String LOCK =
      "SELECT account_id FROM account WHERE account_id = ? FOR NO KEY UPDATE";

  // Each gets a modseq of its own account's: clients hear that it is gone.
  private static final String END =
      """
      WITH next AS (
        UPDATE account a SET modseq = modseq + 1
         WHERE account_id = ?
           AND EXISTS (SELECT 1 FROM submission s
                        WHERE s.account_id = ? AND NOT s.gone
                          AND s.undo_status <> 'pending' AND s.changed_at < ?)
        RETURNING modseq)
      UPDATE submission s SET gone = true, modseq = next.modseq, changed_at = now()
        FROM next
       WHERE s.account_id = ? AND NOT s.gone
         AND s.undo_status <> 'pending' AND s.changed_at < ?
      """;

  private final Database database;

  @Inject
  public RecordPurge(Database database) {
    this.database = database;
  }

  /**
   * Forgets documents that went before a time; ends submissions that nothing happened to since
   * then, and forgets those that had ended (8621 §7: the server may, once it is sent).
   *
   * @return how many submissions were ended
   */
  public int purge(Instant before) {
    Timestamp time = Timestamp.from(before);
    for (long account : accounts(WITH_DOCUMENTS, time)) {
      database.transaction("purging documents", on -> forget(on, "client_record", account, time));
    }
    int ended = 0;
    for (long account : accounts(WITH_SUBMISSIONS, time)) {
      ended +=
          database.transaction(
              "purging submissions",
              on -> {
                forget(on, "submission", account, time);
                return end(on, account, time);
              });
    }
    return ended;
  }

  private List<Long> accounts(String query, Timestamp before) {
    return database.run(
        "finding what can be forgotten",
        on -> {
          try (PreparedStatement select = on.prepareStatement(query)) {
            select.setTimestamp(1, before);
            List<Long> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(row.getLong(1));
              }
            }
            return found;
          }
        });
  }

  private static int forget(Connection on, String table, long account, Timestamp before)
      throws SQLException {
    try (PreparedStatement lock = on.prepareStatement(LOCK);
        PreparedStatement delete = on.prepareStatement(forget(table))) {
      lock.setLong(1, account);
      lock.execute();
      delete.setLong(1, account);
      delete.setTimestamp(2, before);
      delete.setLong(3, account);
      return delete.executeUpdate();
    }
  }

  private static String forget(String table) {
    return """
        WITH gone AS (
          DELETE FROM %s WHERE account_id = ? AND gone AND changed_at < ? RETURNING modseq)
        UPDATE account a SET purged_modseq = greatest(a.purged_modseq, g.modseq)
          FROM (SELECT max(modseq) AS modseq FROM gone) g
         WHERE a.account_id = ? AND g.modseq IS NOT NULL
        """
        .formatted(table);
  }

  private static int end(Connection on, long account, Timestamp before) throws SQLException {
    try (PreparedStatement update = on.prepareStatement(END)) {
      update.setLong(1, account);
      update.setLong(2, account);
      update.setTimestamp(3, before);
      update.setLong(4, account);
      update.setTimestamp(5, before);
      return update.executeUpdate();
    }
  }
}
