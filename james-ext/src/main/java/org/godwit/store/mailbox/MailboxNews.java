package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.godwit.store.Database;

/** What happened to the messages of a mailbox since a modseq, whoever did it. */
public final class MailboxNews {

  /** A message that came or changed. */
  public record Changed(MessageUid uid, long modseq, Flags flags) {}

  /**
   * What happened.
   *
   * @param there false when the mailbox is no more
   * @param modseq up to which this is all
   */
  public record Since(boolean there, long modseq, List<Changed> changed, List<MessageUid> gone) {}

  private static final String SINCE =
      """
      SELECT b.highest_modseq, m.uid, m.modseq, m.flags, m.user_flags, false AS gone
        FROM mailbox b
        LEFT JOIN mailbox_message m
               ON m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id AND m.modseq > ?
       WHERE b.account_id = ? AND b.mailbox_id = ?
      UNION ALL
      SELECT 0, uid, modseq, 0, '{}', true
        FROM expunged_message
       WHERE account_id = ? AND mailbox_id = ? AND modseq > ?
       ORDER BY uid
      """;

  private final Database database;

  @Inject
  MailboxNews(Database database) {
    this.database = database;
  }

  /** One statement. */
  public Since since(StoreMailboxId mailbox, long modseq) {
    return database.read(
        mailbox.account(), "reading what happened", on -> since(on, mailbox, modseq));
  }

  private static Since since(Connection connection, StoreMailboxId mailbox, long modseq)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SINCE)) {
      new Parameters(select)
          .longs(modseq, mailbox.account(), mailbox.number())
          .longs(mailbox.account(), mailbox.number(), modseq);
      boolean there = false;
      long until = modseq;
      List<Changed> changed = new ArrayList<>();
      List<MessageUid> gone = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          boolean isGone = row.getBoolean("gone");
          there |= !isGone;
          until = Math.max(until, row.getLong("highest_modseq"));
          long uid = row.getLong("uid");
          if (!row.wasNull()) {
            if (isGone) {
              gone.add(MessageUid.of(uid));
            } else {
              changed.add(changed(row, uid));
            }
          }
        }
      }
      return new Since(there, until, changed, gone);
    }
  }

  private static Changed changed(ResultSet row, long uid) throws SQLException {
    String[] userFlags = (String[]) row.getArray("user_flags").getArray();
    return new Changed(
        MessageUid.of(uid), row.getLong("modseq"), FlagBits.flags(row.getInt("flags"), userFlags));
  }
}
