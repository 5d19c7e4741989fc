package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Takes messages out of a mailbox and leaves tombstones: one statement or two, however many. */
final class MessageRemoval {

  // The uids stand in a SELECT of their own so that PostgreSQL does not plan anew for their number.
  private static final String REMOVE =
      """
      WITH given AS (
        SELECT ?::bigint AS account_id, ?::bigint AS mailbox_id, ?::bigint[] AS uids,
               ?::bigint AS modseq, ?::boolean AS moved),
      gone AS (
        DELETE FROM mailbox_message
         WHERE account_id = ? AND mailbox_id = ? AND uid = ANY ((SELECT ?)::bigint[])
        RETURNING *),
      tombstone AS (
        INSERT INTO expunged_message
               (account_id, mailbox_id, uid, modseq, message_id, thread_id, flags, user_flags,
                internal_date, saved_at, size, moved)
        SELECT account_id, mailbox_id, uid, given.modseq, message_id, thread_id, flags, user_flags,
               internal_date, saved_at, size, given.moved
          FROM gone JOIN given USING (account_id, mailbox_id)),
      total AS (
        SELECT count(*) AS messages, coalesce(sum(size), 0) AS bytes,
               count(*) FILTER (WHERE flags & 32 = 0) AS unseen,
               count(*) FILTER (WHERE flags & 2 <> 0) AS deleted
          FROM gone),
      box AS (
        UPDATE mailbox b
           SET highest_modseq = given.modseq, messages = b.messages - total.messages,
               unseen = b.unseen - total.unseen, deleted = b.deleted - total.deleted,
               bytes = b.bytes - total.bytes
          FROM given, total
         WHERE b.account_id = given.account_id AND b.mailbox_id = given.mailbox_id
           AND total.messages > 0
        RETURNING b.recent_from, b.first_unseen),
      owner AS (
        UPDATE account a SET messages = a.messages - total.messages, bytes = a.bytes - total.bytes
          FROM given, total
         WHERE a.account_id = given.account_id AND total.messages > 0 AND NOT given.moved)
      SELECT gone.*, box.recent_from, gone.uid = box.first_unseen AS was_first_unseen
        FROM gone, box ORDER BY uid
      """;

  private MessageRemoval() {}

  /**
   * Removes those messages that are there. The account must be locked by taking {@code modseq}.
   *
   * @param moved whether they are being put elsewhere in the same transaction
   * @return what was removed, by uid
   */
  static List<MessageRow> remove(
      Connection connection,
      StoreMailboxId mailbox,
      Collection<Long> uids,
      long modseq,
      boolean moved)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
      java.sql.Array wanted = Sql.longs(connection, uids);
      Parameters next = new Parameters(delete);
      next.longs(mailbox.account(), mailbox.number()).array(wanted).longs(modseq).flag(moved);
      next.longs(mailbox.account(), mailbox.number()).array(wanted);
      List<MessageRow> removed = new ArrayList<>();
      boolean firstUnseenWent = false;
      try (ResultSet row = delete.executeQuery()) {
        while (row.next()) {
          removed.add(MessageRow.read(row, mailbox));
          firstUnseenWent |= row.getBoolean("was_first_unseen");
        }
      }
      if (firstUnseenWent) {
        FirstUnseen.moveOn(connection, mailbox);
      }
      return removed;
    }
  }
}
