package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxNotFoundException;

/** All uids of a mailbox and what its row says, of one moment. */
record UidList(MailboxStatus status, List<MessageUid> uids) {

  private static final String READ =
      """
      SELECT %s, ARRAY(SELECT uid FROM mailbox_message m
                        WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
                        ORDER BY uid) AS uids
        FROM mailbox b WHERE account_id = ? AND mailbox_id = ?
      """
          .formatted(MailboxStatus.COLUMNS);

  /** One statement; refuses when there is no such mailbox. */
  static UidList read(Connection connection, StoreMailboxId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      Sql.bind(select, id.account(), id.number());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Refusal(new MailboxNotFoundException(id));
        }
        List<MessageUid> uids = new ArrayList<>();
        for (Long uid : (Long[]) row.getArray("uids").getArray()) {
          uids.add(MessageUid.of(uid));
        }
        return new UidList(MailboxStatus.of(row, id), uids);
      }
    }
  }
}
