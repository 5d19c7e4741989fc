package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.godwit.store.Database;

/** Ids and flags of a range, 1,000 in one statement on the narrow table alone. For one thread. */
final class RowPages implements Iterator<List<ComposedMessageIdWithMetaData>> {

  private static final int MOST = 1_000;

  private static final String READ =
      """
      SELECT %s FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
       WHERE b.account_id = ? AND b.mailbox_id = ? AND m.uid BETWEEN ? AND ?
       ORDER BY m.uid LIMIT ?
      """
          .formatted(MessageRow.COLUMNS);

  private final Database database;
  private final StoreMailboxId mailbox;
  private final long to;
  private long from;
  private boolean more = true;
  private List<ComposedMessageIdWithMetaData> page;

  RowPages(Database database, StoreMailboxId mailbox, long from, long to) {
    this.database = database;
    this.mailbox = mailbox;
    this.from = from;
    this.to = to;
  }

  @Override
  public boolean hasNext() {
    if (page == null) {
      page =
          more && from <= to
              ? database.read(mailbox.account(), "listing messages", this::read)
              : List.of();
    }
    return !page.isEmpty();
  }

  @Override
  public List<ComposedMessageIdWithMetaData> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<ComposedMessageIdWithMetaData> next = page;
    page = null;
    return next;
  }

  private List<ComposedMessageIdWithMetaData> read(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      new Parameters(select).longs(mailbox.account(), mailbox.number(), from, to, MOST);
      List<ComposedMessageIdWithMetaData> found = new ArrayList<>();
      long last = from - 1;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          MessageRow message = MessageRow.read(row, mailbox);
          found.add(message.composedId());
          last = message.uid();
        }
      }
      from = last + 1; // only now: a read that fails is done again elsewhere
      more = found.size() == MOST;
      return found;
    }
  }
}
