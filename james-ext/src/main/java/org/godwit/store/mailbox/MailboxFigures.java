package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.godwit.store.Database;

/**
 * What a mailbox sums up to, what changed in it, and what its annotations say. One call, one
 * statement. Safe for many threads; a failure is a {@link org.godwit.store.StoreException}.
 */
public final class MailboxFigures {

  /**
   * Sums over a mailbox.
   *
   * @param deleted messages flagged so and not yet expunged
   * @param deletedBytes of these
   */
  public record Sums(long bytes, long deleted, long deletedBytes) {}

  private static final String CHANGED =
      """
      SELECT uid FROM mailbox_message
       WHERE account_id = ? AND modseq > ? AND mailbox_id = ?
       ORDER BY uid
      """;

  // Most mailboxes have no message that is flagged deleted, and then none is read.
  private static final String SUMS =
      """
      SELECT b.bytes, b.deleted,
             CASE WHEN b.deleted = 0 THEN 0
                  ELSE (SELECT coalesce(sum(m.size), 0) FROM mailbox_message m
                         WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
                           AND m.flags & ? <> 0)
             END
        FROM mailbox b
       WHERE b.account_id = ? AND b.mailbox_id = ?
      """;

  private static final String ANNOTATED =
      """
      SELECT n.account_id, n.mailbox_id, n.value
        FROM account a
        JOIN mailbox_annotation n ON n.account_id = a.account_id
       WHERE a.name = ? AND n.key = ?
      """;

  private final Database database;

  @Inject
  public MailboxFigures(Database database) {
    this.database = database;
  }

  /** UIDs of the messages that are there and came or changed after {@code modseq}, ascending. */
  public List<MessageUid> changedSince(StoreMailboxId mailbox, long modseq) {
    return database.run("reading what changed", on -> uids(on, CHANGED, mailbox, modseq));
  }

  private static List<MessageUid> uids(
      Connection connection, String query, StoreMailboxId mailbox, long modseq)
      throws SQLException {
    List<MessageUid> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Sql.bind(select, mailbox.account(), modseq, mailbox.number());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(MessageUid.of(row.getLong(1)));
        }
      }
    }
    return found;
  }

  /** Sums, all zero when the mailbox is gone. */
  public Sums sums(StoreMailboxId mailbox) {
    return database.run("reading the sums of a mailbox", on -> sums(on, mailbox));
  }

  private static Sums sums(Connection connection, StoreMailboxId mailbox) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SUMS)) {
      Sql.bind(select, FlagBits.DELETED, mailbox.account(), mailbox.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Sums(row.getLong(1), row.getLong(2), row.getLong(3))
            : new Sums(0, 0, 0);
      }
    }
  }

  /** The values of one annotation on all mailboxes of a user that have it. */
  public Map<StoreMailboxId, String> annotated(Username user, MailboxAnnotationKey key) {
    return database.run("reading annotations of a user", on -> annotated(on, user, key));
  }

  private static Map<StoreMailboxId, String> annotated(
      Connection connection, Username user, MailboxAnnotationKey key) throws SQLException {
    Map<StoreMailboxId, String> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ANNOTATED)) {
      Sql.bind(select, user.asString(), key.asString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(new StoreMailboxId(row.getLong(1), row.getLong(2)), row.getString(3));
        }
      }
    }
    return found;
  }
}
