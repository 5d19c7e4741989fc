package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.godwit.store.Database;

/** Removes a mailbox; its messages become tombstones, which undelete can bring back. */
final class MailboxRemoval {

  // The mailbox is named again with its range of UIDs: PostgreSQL would read everybody's mail
  // through a join, or where it holds most mailboxes for large.
  static final String REMOVE =
      """
      WITH gone AS (
        DELETE FROM mailbox WHERE account_id = ? AND mailbox_id = ? RETURNING *),
      name AS (
        INSERT INTO deleted_mailbox (account_id, mailbox_id, namespace, name, modseq, shared)
        SELECT account_id, mailbox_id, namespace, name, ?, acl_modseq > 0 FROM gone),
      mail AS (
        DELETE FROM mailbox_message m
         WHERE m.account_id = ? AND m.mailbox_id = ? AND m.uid BETWEEN ? AND ?
           AND EXISTS (SELECT FROM gone)
        RETURNING m.*),
      tombstone AS (
        INSERT INTO expunged_message
               (account_id, mailbox_id, uid, modseq, message_id, thread_id, flags, user_flags,
                internal_date, saved_at, size, moved)
        SELECT account_id, mailbox_id, uid, ?, message_id, thread_id, flags, user_flags,
               internal_date, saved_at, size, false
          FROM mail),
      shared AS (
        DELETE FROM mailbox_grant g USING gone
         WHERE g.account_id = gone.account_id AND g.mailbox_id = gone.mailbox_id),
      noted AS (
        DELETE FROM mailbox_annotation n USING gone
         WHERE n.account_id = gone.account_id AND n.mailbox_id = gone.mailbox_id)
      UPDATE account a SET messages = a.messages - gone.messages, bytes = a.bytes - gone.bytes
        FROM gone WHERE a.account_id = gone.account_id
      """;

  private final Database database;

  MailboxRemoval(Database database) {
    this.database = database;
  }

  /**
   * Two statements, however many messages.
   *
   * @return false when there was no such mailbox
   */
  boolean remove(StoreMailboxId id) {
    return database.transaction("deleting a mailbox", on -> remove(on, id));
  }

  private static boolean remove(Connection connection, StoreMailboxId id) throws SQLException {
    long modseq = Modseqs.next(connection, id.account());
    try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
      new Parameters(delete)
          .longs(id.account(), id.number(), modseq)
          .longs(id.account(), id.number(), 1, Long.MAX_VALUE, modseq);
      return delete.executeUpdate() > 0;
    }
  }
}
