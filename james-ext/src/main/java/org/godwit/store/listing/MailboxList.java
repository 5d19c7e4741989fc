package org.godwit.store.listing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.Database;
import org.godwit.store.mailbox.MailboxAcl;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * All mailboxes of an account with what they count. One statement; it counts the threads of those
 * mailboxes whose messages changed since that was done last. Safe for many threads; calls block.
 */
public final class MailboxList {

  /**
   * The annotation that says what a mailbox is for (6154 §4), and the one that says where it
   * stands.
   */
  public static final String SPECIAL_USE = "/private/specialuse";

  public static final String SORT_ORDER = "/private/vendor/godwit/sortorder";

  /**
   * A mailbox.
   *
   * @param messages in it
   * @param unread of these, no drafts
   * @param threads that have a message in it
   * @param unreadThreads of these, with something unread in them, wherever it is
   * @param subscribed by the one who asks
   */
  public record Listed(
      StoreMailboxId id,
      MailboxPath path,
      MailboxACL acl,
      long messages,
      long unread,
      long threads,
      long unreadThreads,
      Optional<String> specialUse,
      int sortOrder,
      boolean subscribed) {}

  /** All of them, at the account's {@code modseq}. */
  public record Found(List<Listed> mailboxes, long modseq) {
    public Found {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  /** Threads that were counted, and the mailbox's last change at that time. */
  private record Counted(long threads, long highest) {}

  private static final String LIST =
      """
      WITH unread AS (
        SELECT mailbox_id, thread_id FROM mailbox_message
         WHERE account_id = ? AND flags & 32 = 0 AND flags & 4 = 0)
      SELECT a.modseq AS now, a.name AS owner, b.mailbox_id, b.namespace, b.name, b.messages,
             b.highest_modseq, b.acl, u.unread, t.unread_threads,
             (SELECT n.value FROM mailbox_annotation n WHERE n.account_id = b.account_id
                 AND n.mailbox_id = b.mailbox_id AND n.key = ?) AS special_use,
             (SELECT n.value FROM mailbox_annotation n WHERE n.account_id = b.account_id
                 AND n.mailbox_id = b.mailbox_id AND n.key = ?) AS sort_order,
             s.subscribed,
             CASE WHEN ? AND (b.mailbox_id, b.highest_modseq)
                             NOT IN (SELECT * FROM unnest(?::bigint[], ?::bigint[]))
                  THEN (SELECT count(DISTINCT c.thread_id) FROM mailbox_message c
                         WHERE c.account_id = b.account_id AND c.mailbox_id = b.mailbox_id)
             END AS threads
        FROM account a
        LEFT JOIN mailbox b USING (account_id)
        LEFT JOIN (SELECT mailbox_id, count(*) AS unread FROM unread GROUP BY 1) u USING (mailbox_id)
        LEFT JOIN (SELECT m.mailbox_id, count(DISTINCT m.thread_id) AS unread_threads
                     FROM (SELECT DISTINCT thread_id FROM unread) d
                     JOIN message g ON g.account_id = ? AND g.thread_id = d.thread_id
                     JOIN mailbox_message m
                       ON m.account_id = g.account_id AND m.message_id = g.message_id
                    GROUP BY 1) t USING (mailbox_id)
       CROSS JOIN (SELECT ARRAY(SELECT mailbox FROM subscription WHERE account_id = ?)
                          AS subscribed) s
       WHERE a.account_id = ?
       ORDER BY b.name, b.mailbox_id
      """;

  private final Database database;
  private final Cache<Long, Map<Long, Counted>> counts =
      Caffeine.newBuilder().maximumSize(10_000).build();

  @Inject
  public MailboxList(Database database) {
    this.database = database;
  }

  /**
   * Lists them, by name.
   *
   * @param viewer the account of who asks, whose subscriptions count
   * @param withThreads whether threads are counted, else they are 0
   */
  public Found list(long account, long viewer, boolean withThreads) {
    Map<Long, Counted> known = counts.get(account, id -> new ConcurrentHashMap<>());
    List<Long> mailboxes = new ArrayList<>();
    List<Long> modseqs = new ArrayList<>();
    known.forEach(
        (mailbox, counted) -> {
          mailboxes.add(mailbox);
          modseqs.add(counted.highest());
        });
    SqlText sql =
        new SqlText(
            LIST,
            account,
            SPECIAL_USE,
            SORT_ORDER,
            withThreads,
            new SqlText.Longs(mailboxes),
            new SqlText.Longs(modseqs),
            account,
            viewer,
            account);
    return database.read(
        account,
        "listing mailboxes",
        on -> {
          List<Listed> found = new ArrayList<>();
          long modseq = 0;
          try (PreparedStatement select = sql.prepare(on);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              modseq = row.getLong("now");
              if (row.getString("name") != null) {
                found.add(listed(row, account, known));
              }
            }
          }
          return new Found(found, modseq);
        });
  }

  private static long threads(ResultSet row, Map<Long, Counted> known) throws SQLException {
    long mailbox = row.getLong("mailbox_id");
    long threads = row.getLong("threads");
    if (row.wasNull()) {
      Counted counted = known.get(mailbox);
      return counted == null ? 0 : counted.threads();
    }
    known.put(mailbox, new Counted(threads, row.getLong("highest_modseq")));
    return threads;
  }

  private static Listed listed(ResultSet row, long account, Map<Long, Counted> known)
      throws SQLException {
    MailboxPath path =
        new MailboxPath(
            row.getString("namespace"), Username.of(row.getString("owner")), row.getString("name"));
    Set<String> subscribed =
        Set.copyOf(Arrays.asList((String[]) row.getArray("subscribed").getArray()));
    return new Listed(
        new StoreMailboxId(account, row.getLong("mailbox_id")),
        path,
        MailboxAcl.decode(row.getString("acl")),
        row.getLong("messages"),
        row.getLong("unread"),
        threads(row, known),
        row.getLong("unread_threads"),
        Optional.ofNullable(row.getString("special_use")),
        number(row.getString("sort_order")),
        subscribed.contains(path.asEscapedString()));
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // an IMAP client may write anything into an annotation
    }
  }
}
