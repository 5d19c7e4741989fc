package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * Forgets for good what was expunged long enough ago. The bytes go later, with the blob collector.
 * Run it now and then, on one node or on several; it works in small transactions of one account
 * each, and going on after a break costs nothing.
 */
public final class ExpungedPurge {

  private static final int AT_ONCE = 1_000;

  private static final String ACCOUNTS =
      "SELECT DISTINCT account_id FROM expunged_message WHERE expunged_at < ?";

  // Locks the account first, so that no message is copied while it goes.
  private static final String LOCK =
      "SELECT account_id FROM account WHERE account_id = ? FOR NO KEY UPDATE";

  private static final String TOMBSTONES =
      """
      WITH gone AS (
        DELETE FROM expunged_message e
         WHERE (account_id, mailbox_id, uid) IN (
                 SELECT account_id, mailbox_id, uid FROM expunged_message
                  WHERE account_id = ? AND expunged_at < ?
                  ORDER BY expunged_at LIMIT ?)
        RETURNING account_id, message_id, modseq),
      noted AS (
        UPDATE account a SET purged_modseq = greatest(a.purged_modseq, g.modseq)
          FROM (SELECT account_id, max(modseq) AS modseq FROM gone GROUP BY account_id) g
         WHERE a.account_id = g.account_id)
      SELECT message_id FROM gone
      """;

  private static final String MESSAGES =
      """
      WITH gone AS (
        DELETE FROM message g
         WHERE account_id = ? AND message_id = ANY (?)
           AND NOT EXISTS (SELECT 1 FROM mailbox_message m
                            WHERE m.account_id = g.account_id AND m.message_id = g.message_id)
           AND NOT EXISTS (SELECT 1 FROM expunged_message e
                            WHERE e.account_id = g.account_id AND e.message_id = g.message_id)
        RETURNING account_id, message_id, thread_id)
      DELETE FROM thread_reference t
       WHERE account_id = ? AND thread_id IN (SELECT thread_id FROM gone)
         AND NOT EXISTS (SELECT 1 FROM message g
                          WHERE g.account_id = t.account_id AND g.thread_id = t.thread_id
                            AND g.message_id NOT IN (SELECT message_id FROM gone))
      """;

  private static final String MAILBOXES =
      """
      DELETE FROM deleted_mailbox d
       WHERE account_id = ? AND deleted_at < ?
         AND NOT EXISTS (SELECT 1 FROM expunged_message e
                          WHERE e.account_id = d.account_id AND e.mailbox_id = d.mailbox_id)
      """;

  private final Database database;

  @Inject
  public ExpungedPurge(Database database) {
    this.database = database;
  }

  /**
   * Forgets what was expunged before a time.
   *
   * @return how many tombstones went
   */
  public long purge(Instant before) {
    long purged = 0;
    for (long account : database.run("finding old tombstones", on -> accounts(on, before))) {
      int gone;
      do {
        gone = database.transaction("purging", on -> purge(on, account, before));
        purged += gone;
      } while (gone == AT_ONCE);
    }
    return purged;
  }

  private static List<Long> accounts(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ACCOUNTS)) {
      new Parameters(select).time(Date.from(before));
      List<Long> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
      return found;
    }
  }

  private static int purge(Connection connection, long account, Instant before)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement messages = connection.prepareStatement(MESSAGES);
        PreparedStatement mailboxes = connection.prepareStatement(MAILBOXES)) {
      new Parameters(lock).longs(account);
      lock.execute();
      List<Object> gone = tombstones(connection, account, before);
      new Parameters(messages)
          .longs(account)
          .array(connection.createArrayOf("uuid", gone.toArray()))
          .longs(account);
      messages.executeUpdate();
      new Parameters(mailboxes).longs(account).time(Date.from(before));
      mailboxes.executeUpdate();
      return gone.size();
    }
  }

  private static List<Object> tombstones(Connection connection, long account, Instant before)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(TOMBSTONES)) {
      new Parameters(delete).longs(account).time(Date.from(before)).ints(AT_ONCE);
      List<Object> messages = new ArrayList<>();
      try (ResultSet row = delete.executeQuery()) {
        while (row.next()) {
          messages.add(row.getObject(1));
        }
      }
      return messages;
    }
  }
}
