package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.UpdatedFlags;

/**
 * The first session to see new messages gets them as \Recent (RFC 3501 §2.3.2), no other does. The
 * mailbox's watermark moves; the messages and their modseqs stay as they are.
 */
final class RecentReset {

  private static final String MOVE_UP =
      """
      WITH old AS (
        SELECT recent_from FROM mailbox
         WHERE account_id = ? AND mailbox_id = ? AND recent_from < uid_next FOR UPDATE)
      UPDATE mailbox SET recent_from = uid_next
        FROM old WHERE account_id = ? AND mailbox_id = ?
      RETURNING old.recent_from AS first, uid_next AS behind_last
      """;

  private static final String RECENT =
      """
      SELECT m.*, 0::bigint AS recent_from FROM mailbox_message m
       WHERE account_id = ? AND mailbox_id = ? AND uid >= ? AND uid < ? AND flags & 16 <> 0
       ORDER BY uid
      """;

  private RecentReset() {}

  /** One statement when nothing is new, else two. */
  static List<UpdatedFlags> of(Connection connection, StoreMailboxId mailbox) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE_UP)) {
      Parameters next = new Parameters(update);
      next.longs(mailbox.account(), mailbox.number(), mailbox.account(), mailbox.number());
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? recent(connection, mailbox, row.getLong(1), row.getLong(2)) : List.of();
      }
    }
  }

  private static List<UpdatedFlags> recent(
      Connection connection, StoreMailboxId mailbox, long first, long behindLast)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(RECENT)) {
      new Parameters(select).longs(mailbox.account(), mailbox.number(), first, behindLast);
      List<UpdatedFlags> shown = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          shown.add(shown(MessageRow.read(row, mailbox)));
        }
      }
      return shown;
    }
  }

  private static UpdatedFlags shown(MessageRow message) {
    return UpdatedFlags.builder()
        .uid(MessageUid.of(message.uid()))
        .messageId(message.id())
        .modSeq(ModSeq.of(message.modseq()))
        .oldFlags(message.flags())
        .newFlags(FlagBits.flags(message.bits() & ~FlagBits.RECENT, message.userFlags()))
        .build();
  }
}
