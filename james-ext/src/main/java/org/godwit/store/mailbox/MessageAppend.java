package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.godwit.store.blob.Blobs;

/**
 * Adds a message: one statement, alone in its transaction.
 *
 * <p>It locks the account, then the mailbox, and each sees the newest row, so no snapshot is older
 * than the lock. If the mailbox is gone by then, {@code uid} is missing, the insert fails on it,
 * and nothing of the statement is kept.
 */
final class MessageAppend {

  /**
   * Where it is.
   *
   * @param joins whether it may belong to several threads, so that {@link ThreadMerge} has to look
   */
  record Place(long uid, long modseq, StoreMessageId thread, boolean joins) {}

  private static final String COUNT_IN =
      """
      box AS (
        UPDATE mailbox b
           SET uid_next = uid_next + 1, highest_modseq = next.modseq, messages = messages + 1,
               unseen = unseen + ?, deleted = deleted + ?, bytes = bytes + ?,
               first_unseen = CASE WHEN ? THEN coalesce(first_unseen, uid_next)
                                   ELSE first_unseen END,
               user_flags = CASE WHEN b.user_flags @> u.flags THEN b.user_flags
                                 ELSE ARRAY(SELECT unnest(b.user_flags) UNION SELECT unnest(u.flags))
                            END
          FROM next, (SELECT ?::text[] AS flags) u
         WHERE account_id = ? AND mailbox_id = ?
        RETURNING b.uid_next - 1 AS uid)
      """;

  // A hash that is not there is NULL, which the table refuses.
  private static final String WHAT =
      """
      what AS (
        INSERT INTO message (account_id, message_id, thread_id, blob_hash, prefix, size,
                             lacking_octets, body_start, header, properties, text_lines, summary,
                             delivery_id, created_modseq)
        SELECT ?, ?, thread.id, %s, ?, ?, ?, ?, ?, ?, ?, ?, ?, next.modseq FROM next, thread
        ON CONFLICT (account_id, message_id) DO NOTHING)
      """;

  private static final String WHERE =
      """
      INSERT INTO mailbox_message (account_id, mailbox_id, uid, modseq, message_id, thread_id, flags,
                                   user_flags, internal_date, saved_at, size)
      SELECT ?, ?, box.uid, next.modseq, ?, thread.id, ?, ?, ?, ?, ?
        FROM next CROSS JOIN thread LEFT JOIN box ON true
      RETURNING uid, modseq, thread_id,
      """
          + Threads.JOINS;

  private static final String WITH_BYTES =
      String.join(
          ", ",
          "WITH next AS (" + Quota.ADD + ")",
          COUNT_IN,
          Threads.FIND_OR_BEGIN,
          "bytes AS (" + Blobs.putIf("next") + ")",
          WHAT.formatted("?") + WHERE);

  private static final String WITH_HASH =
      String.join(
          ", ",
          "WITH next AS (" + Quota.ADD + ")",
          COUNT_IN,
          Threads.FIND_OR_BEGIN,
          "bytes AS (" + Blobs.TOUCH + ")",
          WHAT.formatted("(SELECT hash FROM blob WHERE hash = ?)") + WHERE);

  private static final String FIND =
      """
      SELECT uid, modseq, thread_id FROM mailbox_message
       WHERE account_id = ? AND mailbox_id = ? AND message_id = ?
      """;

  private MessageAppend() {}

  /**
   * Adds {@code message}, and its bytes where they are not stored yet.
   *
   * @throws Refusal over quota, or no such mailbox; nothing was changed
   */
  static Place append(Connection connection, StoreMailboxId mailbox, NewMessage message)
      throws SQLException {
    String statement = message.blob() == null ? WITH_HASH : WITH_BYTES;
    try (PreparedStatement insert = connection.prepareStatement(statement)) {
      bind(connection, insert, mailbox, message);
      try (ResultSet row = insert.executeQuery()) {
        if (row.next()) {
          return place(row, row.getBoolean(4));
        }
      }
      throw new Refusal(Quota.refusal(connection, mailbox, 1, message.size()));
    } catch (SQLException e) {
      if (Sql.missesValue(e, "uid")) {
        throw new Refusal(new MailboxNotFoundException(mailbox));
      }
      Refusal.throwIfClients(e);
      throw e;
    }
  }

  /** Where a message is that may have been added before the answer was lost; else empty. */
  static Optional<Place> find(Connection connection, StoreMailboxId mailbox, StoreMessageId message)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      new Parameters(select).longs(mailbox.account(), mailbox.number()).uuid(message.uuid());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(place(row, true)) : Optional.empty();
      }
    }
  }

  private static Place place(ResultSet row, boolean joins) throws SQLException {
    StoreMessageId thread = new StoreMessageId(row.getObject("thread_id", UUID.class));
    return new Place(row.getLong("uid"), row.getLong("modseq"), thread, joins);
  }

  private static void bind(
      Connection connection, PreparedStatement insert, StoreMailboxId mailbox, NewMessage message)
      throws SQLException {
    Flags flags = message.flags();
    int bits = FlagBits.of(flags);
    java.sql.Array userFlags = Sql.texts(connection, flags.getUserFlags());
    boolean unseen = (bits & FlagBits.SEEN) == 0;
    Parameters next = new Parameters(insert);
    next.longs(1, message.size(), mailbox.account(), 1, message.size());
    next.longs(unseen ? 1 : 0, (bits & FlagBits.DELETED) == 0 ? 0 : 1, message.size());
    next.flag(unseen).array(userFlags).longs(mailbox.account(), mailbox.number());
    Threads.bind(connection, next, mailbox.account(), message.threadKeys(), message.thread());
    if (message.blob() == null) {
      next.bytes(message.hash().bytes());
    } else {
      next.skipTo(Blobs.bind(insert, next.index(), message.blob()));
    }
    next.longs(mailbox.account()).uuid(message.id().uuid());
    next.bytes(message.hash().bytes()).bytes(message.prefix()).longs(message.size());
    next.ints(message.lackingOctets(), message.bodyStart()).bytes(message.header());
    next.bytes(MimeProperties.encode(message.properties()));
    next.maybe(message.properties().getTextualLineCount(), Types.BIGINT);
    next.bytes(message.summary()).uuid(message.delivery());
    next.longs(mailbox.account(), mailbox.number()).uuid(message.id().uuid());
    next.ints(bits).array(userFlags);
    next.time(message.internalDate()).time(message.savedAt()).longs(message.size());
  }
}
