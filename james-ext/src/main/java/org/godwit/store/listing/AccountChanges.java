package org.godwit.store.listing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.listing.Change.Log;

/**
 * What came, changed and went in an account since a modseq. One call, one statement along the
 * indexes of modseqs. Safe for many threads; calls block.
 *
 * <p>A bulk change gives many messages one modseq, and a client can resume only between two: pages
 * are the caller's to cut, there and nowhere else.
 */
public final class AccountChanges {

  private final Database database;

  @Inject
  public AccountChanges(Database database) {
    this.database = database;
  }

  /**
   * Rows that came, changed or went since; for a message that is in several mailboxes there are
   * several.
   */
  private static SqlText touched(Reach reach, long since) {
    return new SqlText(
            "touched AS (SELECT m.thread_id, m.message_id, m.modseq FROM mailbox_message m"
                + " WHERE m.account_id = ? AND m.modseq > ?",
            reach.account(),
            since)
        .add(reach.condition("m"))
        .add(
            " UNION ALL SELECT e.thread_id, e.message_id, e.modseq FROM expunged_message e"
                + " WHERE e.account_id = ? AND e.modseq > ?",
            reach.account(),
            since)
        .add(reach.condition("e"))
        .add(")");
  }

  /** Whether a message, known as {@code of}, is in a mailbox that may be seen. */
  private static SqlText isThere(Reach reach, String of) {
    return new SqlText(
            "EXISTS (SELECT 1 FROM mailbox_message k"
                + " WHERE k.account_id = ? AND k.message_id = "
                + of,
            reach.account())
        .add(reach.condition("k"))
        .add(")");
  }

  /**
   * Whether what somebody sees of another's account may have changed by more than its messages: by
   * a grant, or because a mailbox is gone that was shared. Then nothing may be concluded.
   */
  private static SqlText granted(Reach reach, long since) {
    return reach.mailboxes().isEmpty()
        ? new SqlText("false")
        : new SqlText(
            "(EXISTS (SELECT 1 FROM mailbox b WHERE b.account_id = ? AND b.acl_modseq > ?)"
                + " OR EXISTS (SELECT 1 FROM deleted_mailbox d"
                + " WHERE d.account_id = ? AND d.modseq > ? AND d.shared))",
            reach.account(),
            since,
            reach.account(),
            since);
  }

  private static SqlText account(Reach reach, long since) {
    return new SqlText(
            "SELECT a.modseq AS now, a.purged_modseq <= ? AND a.modseq >= ? AND NOT ", since, since)
        .add(granted(reach, since))
        .add(" AS complete, c.* FROM account a LEFT JOIN (");
  }

  private static SqlText ofAccount(Reach reach) {
    return new SqlText(
        ") c ON true WHERE a.account_id = ? ORDER BY c.modseq, c.id", reach.account());
  }

  /** Messages; one that came and went meanwhile is not among them. */
  public Log<UUID> messages(Reach reach, long since) {
    SqlText sql =
        new SqlText("WITH ")
            .add(touched(reach, since))
            .add(account(reach, since))
            .add("SELECT t.message_id AS id, t.modseq, g.created_modseq > ? AS is_new, NOT ", since)
            .add(isThere(reach, "t.message_id"))
            .add(" AS is_gone FROM (SELECT message_id, max(modseq) AS modseq FROM touched")
            .add(" GROUP BY 1) t LEFT JOIN message g")
            .add(" ON g.account_id = ? AND g.message_id = t.message_id", reach.account())
            .add(ofAccount(reach));
    return database.read(reach.account(), "reading changes of messages", on -> log(on, sql));
  }

  /**
   * Messages, and all that share a thread with one that came, changed or went. Of a list that shows
   * one message of each thread, or asks what others of the thread are, any of these may be another.
   */
  public Log<UUID> withThreads(Reach reach, long since) {
    SqlText sql =
        new SqlText("WITH ")
            .add(touched(reach, since))
            .add(account(reach, since))
            .add("SELECT t.message_id AS id, 0 AS modseq, false AS is_new, false AS is_gone")
            .add(" FROM (SELECT message_id FROM touched UNION SELECT g.message_id")
            .add(" FROM (SELECT DISTINCT thread_id FROM touched) o JOIN message g")
            .add(" ON g.account_id = ? AND g.thread_id = o.thread_id) t", reach.account())
            .add(ofAccount(reach));
    return database.read(
        reach.account(), "reading changes of threads' messages", on -> log(on, sql));
  }

  /**
   * Threads that messages came to or went from.
   *
   * <p>A thread is new when none of its messages was there before.
   */
  public Log<UUID> threads(Reach reach, long since) {
    SqlText sql =
        new SqlText("WITH ")
            .add(touched(reach, since))
            .add(account(reach, since))
            .add("SELECT t.thread_id AS id, t.modseq, NOT EXISTS (SELECT 1 FROM message g")
            .add(" WHERE g.account_id = ? AND g.thread_id = t.thread_id", reach.account())
            .add(" AND g.created_modseq <= ? AND (", since)
            .add(isThere(reach, "g.message_id"))
            .add(" OR EXISTS (SELECT 1 FROM touched o WHERE o.message_id = g.message_id)))")
            .add(" AS is_new, NOT EXISTS (SELECT 1 FROM message g")
            .add(" WHERE g.account_id = ? AND g.thread_id = t.thread_id AND ", reach.account())
            .add(isThere(reach, "g.message_id"))
            .add(") AS is_gone FROM (SELECT o.thread_id, max(o.modseq) AS modseq FROM touched o")
            .add(" LEFT JOIN message g ON g.account_id = ?", reach.account())
            .add(" AND g.message_id = o.message_id WHERE coalesce(g.created_modseq > ?,", since)
            .add(" true) OR NOT ")
            .add(isThere(reach, "o.message_id"))
            .add(" GROUP BY 1) t")
            .add(ofAccount(reach));
    return database.read(reach.account(), "reading changes of threads", on -> log(on, sql));
  }

  private static Log<UUID> log(Connection on, SqlText sql) throws SQLException {
    List<Change<UUID>> found = new ArrayList<>();
    long now = 0;
    boolean complete = false;
    try (PreparedStatement select = sql.prepare(on);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        now = row.getLong("now");
        complete = row.getBoolean("complete");
        UUID id = row.getObject("id", UUID.class);
        if (id != null) {
          boolean isNew = row.getBoolean("is_new");
          boolean isGone = row.getBoolean("is_gone");
          if (!isNew || !isGone) {
            found.add(new Change<>(id, row.getLong("modseq"), isNew, isGone, false));
          }
        }
      }
    }
    return new Log<>(found, now, complete);
  }

  /**
   * Mailboxes. Also those change that hold a message of a thread that changed elsewhere: they count
   * threads with something unread in them.
   */
  public Log<Long> mailboxes(Reach reach, long since) {
    SqlText sql =
        new SqlText("WITH ")
            .add(touched(reach, since))
            .add(account(reach, since))
            .add(
                "SELECT b.mailbox_id AS id, greatest(b.modseq, b.highest_modseq, near.modseq)"
                    + " AS modseq, b.created_modseq > ? AS is_new, false AS is_gone,"
                    + " b.modseq <= ? AS only_counts FROM mailbox b LEFT JOIN (",
                since,
                since)
            .add("SELECT k.mailbox_id, max(t.modseq) AS modseq FROM")
            .add(" (SELECT thread_id, max(modseq) AS modseq FROM touched GROUP BY 1) t")
            .add(" JOIN message g ON g.account_id = ?", reach.account())
            .add(" AND g.thread_id = t.thread_id")
            .add(" JOIN mailbox_message k ON k.account_id = g.account_id")
            .add(" AND k.message_id = g.message_id GROUP BY 1) near USING (mailbox_id)")
            .add(" WHERE b.account_id = ?", reach.account())
            .add(" AND greatest(b.modseq, b.highest_modseq, near.modseq) > ?", since)
            .add(reach.condition("b"))
            .add(" UNION ALL SELECT d.mailbox_id, d.modseq, false, true, false")
            .add(" FROM deleted_mailbox d WHERE d.account_id = ?", reach.account())
            .add(" AND d.modseq > ?", since)
            .add(reach.condition("d"))
            .add(ofAccount(reach));
    return database.read(
        reach.account(), "reading changes of mailboxes", on -> mailboxLog(on, sql));
  }

  private static Log<Long> mailboxLog(Connection on, SqlText sql) throws SQLException {
    List<Change<Long>> found = new ArrayList<>();
    long now = 0;
    boolean complete = false;
    try (PreparedStatement select = sql.prepare(on);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        now = row.getLong("now");
        complete = row.getBoolean("complete");
        long id = row.getLong("id");
        if (!row.wasNull()) {
          found.add(
              new Change<>(
                  id,
                  row.getLong("modseq"),
                  row.getBoolean("is_new"),
                  row.getBoolean("is_gone"),
                  row.getBoolean("only_counts")));
        }
      }
    }
    return new Log<>(found, now, complete);
  }
}
