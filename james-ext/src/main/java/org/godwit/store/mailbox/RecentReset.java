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

  // Claims what this statement sees, and only if no other claimed it since. The commit does not
  // wait
  // for the disk: whoever loses the claim in a power cut sees a message as recent twice.
  private static final String CLAIM =
      """
      WITH seen AS (
        SELECT account_id, mailbox_id, recent_from, uid_next
          FROM mailbox, set_config('synchronous_commit', 'off', true)
         WHERE account_id = ? AND mailbox_id = ? AND recent_from < uid_next),
      claimed AS (
        UPDATE mailbox b SET recent_from = seen.uid_next
          FROM seen
         WHERE b.account_id = seen.account_id AND b.mailbox_id = seen.mailbox_id
           AND b.recent_from = seen.recent_from
        RETURNING b.account_id, b.mailbox_id, seen.recent_from AS first)
      SELECT m.*, 0::bigint AS recent_from
        FROM claimed JOIN mailbox_message m USING (account_id, mailbox_id)
       WHERE m.uid >= claimed.first AND m.flags & 16 <> 0
       ORDER BY m.uid
      """;

  private RecentReset() {}

  /** One statement. */
  static List<UpdatedFlags> of(Connection connection, StoreMailboxId mailbox) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
      new Parameters(update).longs(mailbox.account(), mailbox.number());
      List<UpdatedFlags> shown = new ArrayList<>();
      try (ResultSet row = update.executeQuery()) {
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
