package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * The mailboxes that were searched last, in memory, each brought up to date when it is asked for:
 * that costs one statement where nothing has changed, and two where something has. Safe for many
 * threads; calls block.
 */
public final class MailboxTables {

  private static final int PAGE = 5_000;

  private static final String PAGE_OF =
      "SELECT b.highest_modseq, b.messages, "
          + MessageRow.COLUMNS
          + " FROM mailbox b LEFT JOIN mailbox_message m"
          + " ON m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id AND m.uid > ?"
          + " WHERE b.account_id = ? AND b.mailbox_id = ? ORDER BY m.uid LIMIT ?";

  // Nothing has changed: one row, of the mailbox alone.
  private static final String NEWS =
      "SELECT b.highest_modseq, b.messages, "
          + MessageRow.COLUMNS
          + " FROM mailbox b LEFT JOIN mailbox_message m"
          + " ON m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id AND m.modseq > ?"
          + " WHERE b.account_id = ? AND b.mailbox_id = ?";

  private static final String GONE =
      "SELECT uid FROM expunged_message WHERE account_id = ? AND modseq > ? AND mailbox_id = ?";

  private final Database database;
  private final long mostRows;
  private final Map<StoreMailboxId, MailboxTable> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptRows;

  /** What a statement says of a mailbox, with some of its rows. */
  private record Answer(long modseq, long messages, long recentFrom, List<MessageRow> rows) {}

  /** Keeps tables in a sixteenth of the memory that Java may take. */
  @Inject
  public MailboxTables(Database database) {
    this(database, Runtime.getRuntime().maxMemory() / 16 / MailboxTable.BYTES_OF_ROW);
  }

  MailboxTables(Database database, long mostRows) {
    this.database = database;
    this.mostRows = mostRows;
  }

  /** Whether a mailbox is in memory, up to date or not. */
  public boolean knows(StoreMailboxId mailbox) {
    synchronized (kept) {
      return kept.containsKey(mailbox);
    }
  }

  /**
   * A mailbox as it is now; with no rows when it is no more, and empty when it is too large to be
   * kept in memory.
   *
   * @throws org.godwit.store.StoreException when the database cannot be asked
   */
  public Optional<MailboxTable> now(StoreMailboxId mailbox) {
    MailboxTable before;
    synchronized (kept) {
      before = kept.getOrDefault(mailbox, MailboxTable.EMPTY);
    }
    Optional<MailboxTable> now =
        before == MailboxTable.EMPTY ? load(mailbox) : update(mailbox, before);
    now.ifPresentOrElse(table -> keep(mailbox, table), () -> forget(mailbox));
    return now;
  }

  /** Reads all rows, page by page, and then what has changed meanwhile. */
  private Optional<MailboxTable> load(StoreMailboxId mailbox) {
    List<MessageRow> rows = new ArrayList<>();
    Answer first = null;
    Answer page;
    long from = 0;
    do {
      page = ask("reading a mailbox", PAGE_OF, mailbox, from, PAGE);
      if (page.messages() > mostRows / 2) {
        return Optional.empty();
      }
      first = first == null ? page : first;
      rows.addAll(page.rows());
      from = rows.isEmpty() ? 0 : rows.getLast().uid();
    } while (page.rows().size() == PAGE);
    MailboxTable table = new MailboxTable(rows, first.modseq(), first.recentFrom());
    return rows.size() < PAGE ? Optional.of(table) : update(mailbox, table);
  }

  private Optional<MailboxTable> update(StoreMailboxId mailbox, MailboxTable before) {
    Answer news = ask("reading changes", NEWS, mailbox, before.modseq());
    if (news.modseq() == before.modseq() && news.recentFrom() == before.recentFrom()) {
      return Optional.of(before);
    }
    Set<Long> gone = news.modseq() == before.modseq() ? Set.of() : gone(mailbox, before.modseq());
    MailboxTable now = before.with(news.rows(), gone, news.modseq(), news.recentFrom());
    // Tombstones may be purged, and more may be gone by now than when the messages were counted.
    return now.size() == news.messages() ? Optional.of(now) : load(mailbox);
  }

  private Answer ask(String doing, String query, StoreMailboxId mailbox, long since, int... limit) {
    return database.read(
        mailbox.account(),
        doing,
        on -> {
          try (PreparedStatement select = on.prepareStatement(query)) {
            new Parameters(select).longs(since, mailbox.account(), mailbox.number()).ints(limit);
            return answer(select, mailbox);
          }
        });
  }

  private static Answer answer(PreparedStatement select, StoreMailboxId mailbox)
      throws SQLException {
    List<MessageRow> rows = new ArrayList<>();
    long modseq = 0;
    long messages = 0;
    long recentFrom = 0;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        modseq = row.getLong("highest_modseq");
        messages = row.getLong("messages");
        recentFrom = row.getLong("recent_from");
        row.getLong("uid");
        if (!row.wasNull()) {
          rows.add(MessageRow.stored(row, mailbox));
        }
      }
    }
    return new Answer(modseq, messages, recentFrom, rows);
  }

  private Set<Long> gone(StoreMailboxId mailbox, long since) {
    return database.read(
        mailbox.account(),
        "reading expunges",
        on -> {
          Set<Long> uids = new HashSet<>();
          try (PreparedStatement select = on.prepareStatement(GONE)) {
            new Parameters(select).longs(mailbox.account(), since, mailbox.number());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                uids.add(row.getLong(1));
              }
            }
          }
          return uids;
        });
  }

  private void keep(StoreMailboxId mailbox, MailboxTable table) {
    synchronized (kept) {
      MailboxTable before = kept.put(mailbox, table);
      keptRows += weight(table) - (before == null ? 0 : weight(before));
      Iterator<MailboxTable> eldestFirst = kept.values().iterator();
      while (keptRows > mostRows && eldestFirst.hasNext()) {
        keptRows -= weight(eldestFirst.next());
        eldestFirst.remove();
      }
    }
  }

  private void forget(StoreMailboxId mailbox) {
    synchronized (kept) {
      MailboxTable gone = kept.remove(mailbox);
      keptRows -= gone == null ? 0 : weight(gone);
    }
  }

  /** Also an empty one costs something. */
  private static long weight(MailboxTable table) {
    return table.size() + 4L;
  }
}
