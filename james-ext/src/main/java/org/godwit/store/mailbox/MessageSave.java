package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Date;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.godwit.store.Database;
import org.godwit.store.blob.Blobs;

/**
 * Puts a message where James's MessageIdManager wants it, under a uid and a modseq that it took
 * before. The uid is kept, it was reserved. The modseq is kept if no other was given since; else
 * the next is taken, for a client that knows the later one would never look for the earlier.
 */
final class MessageSave {

  private static final String LOCK =
      """
      UPDATE account SET modseq = CASE WHEN modseq = ? THEN modseq ELSE modseq + 1 END,
                         messages = messages + 1, bytes = bytes + ?
       WHERE account_id = ?
      RETURNING modseq
      """;

  private static final String WHAT =
      """
      INSERT INTO message (account_id, message_id, thread_id, blob_hash, size,
                           lacking_octets, body_start, header, properties, text_lines,
                           created_modseq)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (account_id, message_id) DO NOTHING
      """;

  private static final String WHERE =
      """
      WITH u AS (SELECT ?::bigint AS uid, ?::text[] AS flags),
      box AS (
        UPDATE mailbox b
           SET uid_next = greatest(uid_next, u.uid + 1), highest_modseq = ?,
               messages = messages + 1, unseen = unseen + ?, deleted = deleted + ?,
               bytes = bytes + ?,
               first_unseen = CASE WHEN ? THEN least(first_unseen, u.uid) ELSE first_unseen END,
               user_flags = CASE WHEN b.user_flags @> u.flags THEN b.user_flags
                                 ELSE ARRAY(SELECT unnest(b.user_flags) UNION SELECT unnest(u.flags))
                            END
          FROM u WHERE account_id = ? AND mailbox_id = ?
        RETURNING account_id, mailbox_id, highest_modseq)
      INSERT INTO mailbox_message (account_id, mailbox_id, uid, modseq, message_id, thread_id, flags,
                                   user_flags, internal_date, saved_at, size)
      SELECT account_id, mailbox_id, u.uid, highest_modseq, ?, ?, ?, u.flags, ?, ?, ? FROM box, u
      """;

  private final Database database;

  MessageSave(Database database) {
    this.database = database;
  }

  /** Saves a message with its bytes. */
  boolean save(MessageRow row, NewMessage message) {
    return database.transaction(
        "saving a message",
        on -> {
          long modseq = lock(on, row);
          Blobs.put(on, message.blob());
          what(on, row, message, modseq);
          where(on, row, modseq, message.savedAt());
          return true;
        });
  }

  /** Puts a message, which is in {@code sources}, into another mailbox. */
  boolean copy(List<MessageRow> sources, MessageRow row, Date now) {
    if (sources.isEmpty()) {
      throw new Refusal(new MailboxException("the message is no more"));
    }
    List<Adoption> foreign = Adoption.read(database, row.mailbox(), sources);
    return database.transaction(
        "copying a message",
        on -> {
          long modseq = lock(on, row);
          Adoption.write(on, row.mailbox(), foreign, modseq);
          where(on, row, modseq, now);
          return true;
        });
  }

  private static long lock(Connection connection, MessageRow row) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LOCK)) {
      new Parameters(update).longs(row.modseq(), row.size(), row.mailbox().account());
      try (ResultSet locked = update.executeQuery()) {
        if (locked.next()) {
          return locked.getLong(1);
        }
      }
    }
    throw new Refusal(new MailboxNotFoundException(row.mailbox()));
  }

  private static void what(Connection connection, MessageRow row, NewMessage message, long modseq)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(WHAT)) {
      Parameters next = new Parameters(insert);
      next.longs(row.mailbox().account()).uuid(message.id().uuid()).uuid(message.thread());
      next.bytes(message.hash().bytes()).longs(message.size());
      next.ints(message.lackingOctets(), message.bodyStart());
      next.bytes(message.header()).bytes(MimeProperties.encode(message.properties()));
      next.maybe(message.properties().getTextualLineCount(), Types.BIGINT).longs(modseq);
      insert.executeUpdate();
    }
  }

  private static void where(Connection connection, MessageRow row, long modseq, Date now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(WHERE)) {
      Parameters next = new Parameters(insert);
      next.longs(row.uid()).array(Sql.texts(connection, row.userFlags()));
      next.longs(modseq, row.unseen() ? 1 : 0, row.deleted() ? 1 : 0, row.size());
      next.flag(row.unseen()).longs(row.mailbox().account(), row.mailbox().number());
      next.uuid(row.id().uuid()).uuid(row.thread().uuid()).ints(row.bits());
      next.time(row.internalDate()).time(now).longs(row.size());
      if (insert.executeUpdate() == 0) {
        throw new Refusal(new MailboxNotFoundException(row.mailbox()));
      }
    }
  }
}
