package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Finds the next first unseen message of a mailbox, when the one it had is unseen no more: one look
 * along the index of unseen messages. A statement of its own, for it must see what the last one
 * did.
 */
final class FirstUnseen {

  private static final String MOVE_ON =
      """
      UPDATE mailbox b
         SET first_unseen = (SELECT m.uid FROM mailbox_message m
                              WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
                                AND m.uid > b.first_unseen AND m.flags & 32 = 0
                              ORDER BY m.uid LIMIT 1)
       WHERE account_id = ? AND mailbox_id = ?
      """;

  private FirstUnseen() {}

  static void moveOn(Connection connection, StoreMailboxId mailbox) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MOVE_ON)) {
      new Parameters(update).longs(mailbox.account(), mailbox.number());
      update.executeUpdate();
    }
  }
}
