package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.apache.james.mailbox.exception.MailboxNotFoundException;

/** Puts messages of an account into one of its mailboxes: no bytes move, one statement for all. */
final class MessageCopy {

  private static final String INSERT =
      """
      WITH given AS (
        SELECT ?::bigint AS account_id, ?::bigint AS mailbox_id, ?::bigint AS modseq,
               ?::timestamptz AS saved_at),
      box AS (
        UPDATE mailbox b
           SET uid_next = uid_next + ?, highest_modseq = given.modseq, messages = messages + ?,
               unseen = unseen + ?, deleted = deleted + ?, bytes = bytes + ?,
               first_unseen = CASE WHEN ?::bigint < 0 THEN first_unseen
                                   ELSE coalesce(first_unseen, uid_next + ?) END,
               user_flags = CASE WHEN b.user_flags @> u.flags THEN b.user_flags
                                 ELSE ARRAY(SELECT unnest(b.user_flags) UNION SELECT unnest(u.flags))
                            END
          FROM given, (SELECT ?::text[] AS flags) u
         WHERE b.account_id = given.account_id AND b.mailbox_id = given.mailbox_id
        RETURNING b.uid_next AS uid_next)
      INSERT INTO mailbox_message (account_id, mailbox_id, uid, modseq, message_id, thread_id, flags,
                                   user_flags, internal_date, saved_at, size)
      SELECT given.account_id, given.mailbox_id, box.uid_next - ? + m.place - 1, given.modseq,
             m.message_id, m.thread_id, m.flags, string_to_array(m.user_flags, ' '),
             m.internal_date, given.saved_at, m.size
        FROM given, box,
             unnest(?::uuid[], ?::uuid[], ?::smallint[], ?::text[], ?::timestamptz[], ?::bigint[])
             WITH ORDINALITY
             AS m (message_id, thread_id, flags, user_flags, internal_date, size, place)
      RETURNING uid
      """;

  private MessageCopy() {}

  /**
   * Puts messages into {@code target}, in their order. Their account is the target's, it is locked
   * by taking {@code modseq}, and it has counted them in.
   *
   * @throws Refusal when there is no such mailbox
   */
  static List<MessageRow> insert(
      Connection connection, StoreMailboxId target, List<MessageRow> rows, long modseq, Date now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      bind(connection, insert, target, rows, modseq, now);
      List<Long> uids = new ArrayList<>();
      try (ResultSet row = insert.executeQuery()) {
        while (row.next()) {
          uids.add(row.getLong(1));
        }
      }
      if (uids.size() != rows.size()) {
        throw new Refusal(new MailboxNotFoundException(target));
      }
      uids.sort(null);
      List<MessageRow> copies = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        copies.add(rows.get(i).putInto(target, uids.get(i), modseq, now));
      }
      return copies;
    } catch (SQLException e) {
      Refusal.throwIfClients(e);
      throw e;
    }
  }

  private static void bind(
      Connection connection,
      PreparedStatement insert,
      StoreMailboxId target,
      List<MessageRow> rows,
      long modseq,
      Date now)
      throws SQLException {
    long count = rows.size();
    long unseen = rows.stream().filter(MessageRow::unseen).count();
    long deleted = rows.stream().filter(MessageRow::deleted).count();
    long firstUnseen = firstUnseen(rows);
    TreeSet<String> used = new TreeSet<>();
    rows.forEach(row -> used.addAll(List.of(row.userFlags())));
    Parameters next = new Parameters(insert);
    next.longs(target.account(), target.number(), modseq).time(now);
    next.longs(count, count, unseen, deleted, bytes(rows), firstUnseen, firstUnseen);
    next.array(Sql.texts(connection, used.toArray(String[]::new))).longs(count);
    next.array(array(connection, "uuid", rows, row -> row.id().uuid()));
    next.array(array(connection, "uuid", rows, row -> row.thread().uuid()));
    next.array(array(connection, "smallint", rows, row -> row.bits() | FlagBits.RECENT));
    next.array(array(connection, "text", rows, row -> String.join(" ", row.userFlags())));
    next.array(array(connection, "timestamptz", rows, row -> Sql.time(row.internalDate())));
    next.array(array(connection, "bigint", rows, MessageRow::size));
  }

  static long bytes(List<MessageRow> rows) {
    return rows.stream().mapToLong(MessageRow::size).sum();
  }

  /** The place of the first unseen one, or -1. */
  private static long firstUnseen(List<MessageRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).unseen()) {
        return i;
      }
    }
    return -1;
  }

  private static java.sql.Array array(
      Connection connection,
      String type,
      List<MessageRow> rows,
      java.util.function.Function<MessageRow, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(column).toArray());
  }
}
