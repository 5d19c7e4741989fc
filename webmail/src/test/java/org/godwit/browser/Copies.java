package org.godwit.browser;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.godwit.server.OneServer;
import org.godwit.store.Database;

/** Very many mails, of which only the first was delivered. */
final class Copies {

  /**
   * Each is older by a minute than the one before; what mailbox and account count is true. Nothing
   * changes after them, so nobody catches up with them: they are as though they had always been.
   */
  private static final String COPY =
      """
      WITH wanted AS (SELECT ?::text AS name, ?::bigint AS count, ?::boolean AS together),
      first AS (
        SELECT m.*, b.uid_next, w.count, w.together
          FROM wanted w
          JOIN account a ON a.name = w.name
          JOIN mailbox b ON b.account_id = a.account_id AND b.name = 'INBOX'
          JOIN mailbox_message m
            ON m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
         ORDER BY m.uid LIMIT 1),
      copy AS (
        SELECT n, f.*, CASE WHEN f.together THEN f.thread_id ELSE id END AS thread, id
          FROM first f,
               generate_series(1, f.count) n,
               LATERAL (SELECT (lpad(to_hex(1700000000000 - n), 12, '0')
                                 || '7000' || md5(f.message_id::text || n)::varchar(16))::uuid) AS i (id)),
      facts AS (
        INSERT INTO message (account_id, message_id, thread_id, blob_hash, prefix, size, body_start,
                             header, properties, text_lines, summary, lacking_octets, created_modseq)
        SELECT g.account_id, c.id, c.thread, g.blob_hash, g.prefix, g.size, g.body_start,
               g.header, g.properties, g.text_lines, g.summary, g.lacking_octets, c.modseq
          FROM copy c
          JOIN message g ON g.account_id = c.account_id AND g.message_id = c.message_id),
      rows AS (
        INSERT INTO mailbox_message (account_id, mailbox_id, uid, modseq, message_id, thread_id,
                                     flags, user_flags, internal_date, saved_at, size)
        SELECT account_id, mailbox_id, uid_next + n - 1, modseq, id, thread,
               flags, user_flags, internal_date - n * interval '1 minute', saved_at, size
          FROM copy),
      counted AS (
        UPDATE mailbox b
           SET uid_next = b.uid_next + f.count, messages = b.messages + f.count,
               bytes = b.bytes + f.count * f.size,
               unseen = b.unseen + CASE WHEN f.flags & 32 = 0 THEN f.count ELSE 0 END
          FROM first f
         WHERE b.account_id = f.account_id AND b.mailbox_id = f.mailbox_id)
      UPDATE account a
         SET messages = a.messages + f.count, bytes = a.bytes + f.count * f.size
        FROM first f
       WHERE a.account_id = f.account_id
      """;

  private final OneServer mail;

  Copies(OneServer mail) {
    this.mail = mail;
  }

  /** Each a conversation of its own. */
  void apart(String person, int count) {
    copy(person, count, false);
  }

  /** All of one conversation. */
  void together(String person, int count) {
    copy(person, count, true);
  }

  /** Once the first has arrived. */
  private void copy(String person, int count, boolean together) {
    Database database = mail.server().service(Database.class);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> database.run("a test", on -> copied(on, person, count, together)));
  }

  private boolean copied(Connection on, String person, int count, boolean together)
      throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(COPY);
        Statement statement = on.createStatement()) {
      insert.setString(1, mail.address(person));
      insert.setLong(2, count);
      insert.setBoolean(3, together);
      if (insert.executeUpdate() == 0) {
        return false;
      }
      statement.execute("ANALYZE mailbox_message, message");
      return true;
    }
  }
}
