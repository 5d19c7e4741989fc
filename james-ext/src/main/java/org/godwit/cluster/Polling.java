package org.godwit.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.james.events.Event.EventId;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.store.Database;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * Looks how far the accounts have come that somebody watches on this node: one statement for all of
 * them. For one thread.
 */
final class Polling {
  private static final String MODSEQS =
      "SELECT account_id, modseq FROM account WHERE account_id = ANY (?)";

  private final Database database;
  private final Supplier<Set<StoreMailboxId>> watched;
  private Map<Long, Long> known = Map.of();

  /**
   * Looks at nothing yet.
   *
   * @param watched mailboxes that somebody has open
   */
  Polling(Database database, Supplier<Set<StoreMailboxId>> watched) {
    this.database = database;
    this.watched = watched;
  }

  /** Tells what has moved since the last look. */
  void look(Consumer<ChangedElsewhere> news) {
    Set<StoreMailboxId> mailboxes = watched.get();
    Set<Long> accounts =
        mailboxes.stream().map(StoreMailboxId::account).collect(Collectors.toSet());
    if (accounts.isEmpty()) {
      known = Map.of();
      return;
    }
    Map<Long, Long> now =
        database.run("looking what others did", on -> modseqs(on, accounts.toArray()));
    Set<Long> moved = new HashSet<>();
    now.forEach(
        (account, modseq) -> {
          if (!modseq.equals(known.get(account))) {
            moved.add(account);
          }
        });
    known = now;
    Set<MailboxId> changed =
        mailboxes.stream().filter(it -> moved.contains(it.account())).collect(Collectors.toSet());
    if (!changed.isEmpty()) {
      news.accept(new ChangedElsewhere(EventId.random(), changed, moved, Set.of(), false, false));
    }
  }

  private static Map<Long, Long> modseqs(Connection connection, Object[] accounts)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MODSEQS)) {
      select.setArray(1, connection.createArrayOf("bigint", accounts));
      try (ResultSet row = select.executeQuery()) {
        Map<Long, Long> found = new HashMap<>();
        while (row.next()) {
          found.put(row.getLong(1), row.getLong(2));
        }
        return found;
      }
    }
  }
}
