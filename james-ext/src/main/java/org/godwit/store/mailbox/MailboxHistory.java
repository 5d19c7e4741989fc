package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.Database;

/** What left a mailbox since a modseq: the answer to QRESYNC's VANISHED (RFC 7162 §3.2.10). */
public final class MailboxHistory {

  /**
   * Uids that left.
   *
   * @param complete false when older tombstones are purged: then more may have left than these
   */
  public record Vanished(List<MessageUid> uids, boolean complete) {}

  private static final String SINCE =
      """
      SELECT a.purged_modseq, e.uid
        FROM account a
        LEFT JOIN expunged_message e
               ON e.account_id = a.account_id AND e.mailbox_id = ? AND e.modseq > ?
              AND e.uid BETWEEN ? AND ?
       WHERE a.account_id = ?
       ORDER BY e.uid
      """;

  private final Database database;

  @Inject
  public MailboxHistory(Database database) {
    this.database = database;
  }

  /** Uids of a range that were expunged or moved away after {@code since}. One statement. */
  public Vanished vanished(MailboxId mailbox, ModSeq since, MessageRange range) {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    return database.read(
        id.account(), "reading what vanished", on -> vanished(on, id, since.asLong(), range));
  }

  private static Vanished vanished(
      Connection connection, StoreMailboxId id, long since, MessageRange range)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SINCE)) {
      new Parameters(select)
          .longs(id.number(), since)
          .longs(range.getUidFrom().asLong(), range.getUidTo().asLong(), id.account());
      List<MessageUid> uids = new ArrayList<>();
      boolean complete = true;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          complete = row.getLong(1) <= since;
          long uid = row.getLong(2);
          if (!row.wasNull()) {
            uids.add(MessageUid.of(uid));
          }
        }
      }
      return new Vanished(uids, complete);
    }
  }
}
