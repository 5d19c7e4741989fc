package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.godwit.store.Database;

/**
 * Copies and moves messages: a constant number of statements, and no bytes. From one account to
 * another it takes two transactions, for none may span both: first the message is there, then here
 * no more.
 */
final class MessageTransfer {

  private final Database database;

  MessageTransfer(Database database) {
    this.database = database;
  }

  /** Copies rows, in their order. */
  List<MessageRow> copy(StoreMailboxId target, List<MessageRow> rows, Date now) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Adoption> foreign = Adoption.read(database, target, rows);
    return database.transaction(
        "copying messages",
        on -> {
          long modseq = countIn(on, target, rows);
          Adoption.write(on, target, foreign, modseq);
          return MessageCopy.insert(on, target, rows, modseq, now);
        });
  }

  /**
   * What was moved, row by row.
   *
   * @param gone as they were
   * @param there as they are now
   */
  record Moved(List<MessageRow> gone, List<MessageRow> there) {}

  /** Moves those rows that are still there, in the order of their uids. */
  List<MessageRow> move(StoreMailboxId target, List<MessageRow> rows, Date now) {
    List<MessageRow> moved = new ArrayList<>();
    for (Map.Entry<StoreMailboxId, List<Long>> from : byMailbox(rows).entrySet()) {
      if (from.getKey().account() == target.account()) {
        moved.addAll(moveWithin(from.getKey(), target, from.getValue(), now).there());
      } else {
        moved.addAll(moveBetween(from.getKey(), target, rows, now));
      }
    }
    return moved;
  }

  private static Map<StoreMailboxId, List<Long>> byMailbox(List<MessageRow> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                MessageRow::mailbox,
                LinkedHashMap::new,
                Collectors.mapping(MessageRow::uid, Collectors.toList())));
  }

  /** Moves those messages that are there, in one transaction, within one account. */
  Moved moveWithin(StoreMailboxId source, StoreMailboxId target, Collection<Long> uids, Date now) {
    return database.transaction(
        "moving messages",
        on -> {
          long modseq = Modseqs.next(on, target.account());
          List<MessageRow> gone = MessageRemoval.remove(on, source, uids, modseq, true);
          return gone.isEmpty()
              ? new Moved(gone, gone)
              : new Moved(gone, MessageCopy.insert(on, target, gone, modseq, now));
        });
  }

  private List<MessageRow> moveBetween(
      StoreMailboxId source, StoreMailboxId target, List<MessageRow> rows, Date now) {
    List<MessageRow> leaving = rows.stream().filter(row -> row.mailbox().equals(source)).toList();
    List<MessageRow> copies = copy(target, leaving, now);
    List<Long> uids = leaving.stream().map(MessageRow::uid).toList();
    return database.transaction(
        "removing moved messages",
        on -> {
          long modseq = Modseqs.next(on, source.account());
          MessageRemoval.remove(on, source, uids, modseq, false);
          return copies;
        });
  }

  private static long countIn(Connection connection, StoreMailboxId target, List<MessageRow> rows)
      throws SQLException {
    long bytes = MessageCopy.bytes(rows);
    try (PreparedStatement update = connection.prepareStatement(Quota.ADD)) {
      new Parameters(update).longs(rows.size(), bytes, target.account(), rows.size(), bytes);
      try (ResultSet row = update.executeQuery()) {
        if (row.next()) {
          return row.getLong(1);
        }
      }
    }
    throw new Refusal(Quota.refusal(connection, target, rows.size(), bytes));
  }
}
