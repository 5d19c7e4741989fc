package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Conversations that somebody wants to hear no more of: one of whose messages bears the keyword
 * {@code $muted}. Their mail goes past the inbox.
 */
final class MutedThreads {

  // Along the indexes of threads and of their messages; where nothing is muted it ends there. The
  // references stand in a SELECT of their own so that PostgreSQL does not count them, for which it
  // would plan anew each time.
  private static final String ARCHIVE =
      """
      SELECT b.mailbox_id
        FROM mailbox b
        LEFT JOIN mailbox_annotation n
          ON n.account_id = b.account_id AND n.mailbox_id = b.mailbox_id
         AND n.key = '/private/specialuse'
       WHERE b.account_id = ?
         AND (lower(n.value) = '\\archive' OR n.value IS NULL AND lower(b.name) = 'archive')
         AND EXISTS (
               SELECT 1
                 FROM thread_reference t
                 JOIN message g ON g.account_id = ? AND g.thread_id = t.thread_id
                 JOIN mailbox_message m ON m.account_id = ? AND m.message_id = g.message_id
                WHERE t.account_id = ? AND t.reference_hash = ANY ((SELECT ?)::bigint[])
                  AND t.subject_hash = ?
                  AND EXISTS (SELECT 1 FROM unnest(m.user_flags) f WHERE lower(f) = '$muted'))
       ORDER BY n.value IS NULL, b.mailbox_id
       LIMIT 1
      """;

  private MutedThreads() {}

  /**
   * Where a message goes instead of the inbox, when it belongs to a muted conversation and there is
   * an archive. One statement for a message that mentions another, none for others.
   */
  static Optional<StoreMailboxId> archive(Connection on, long account, ThreadKeys keys)
      throws SQLException {
    if (keys.references().size() < 2) {
      return Optional.empty(); // it mentions itself alone
    }
    try (PreparedStatement select = on.prepareStatement(ARCHIVE)) {
      new Parameters(select)
          .longs(account, account, account, account)
          .array(Sql.longs(on, keys.references()))
          .longs(keys.subject());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new StoreMailboxId(account, row.getLong(1)))
            : Optional.empty();
      }
    }
  }
}
