package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.godwit.store.Database;
import org.godwit.store.Doubt;
import org.godwit.store.StoreUnavailable;

/**
 * Mail of which nobody knows whether it was queued ({@link Doubt}). It may be delivered and gone
 * before it is looked for, so whoever leases one says so. Safe for many threads.
 */
final class Doubts {
  private static final String FIND = "SELECT FROM mail_queue WHERE queue = ? AND origin = ?";

  private final Database database;
  private final String queue;
  private final Map<UUID, AtomicBoolean> leased = new ConcurrentHashMap<>(); // while it is put in

  Doubts(Database database, String queue) {
    this.database = database;
    this.queue = queue;
  }

  /**
   * Puts a mail in.
   *
   * @param origin of the mail that {@code insert} makes
   * @return empty when the answer was lost and the mail is there: nobody knows of its lease
   * @throws StoreUnavailable it is not there, or nobody can say
   */
  Optional<MailRow> put(UUID origin, Supplier<MailRow> insert) {
    AtomicBoolean seen = new AtomicBoolean();
    leased.put(origin, seen);
    try {
      return Optional.of(insert.get());
    } catch (StoreUnavailable e) {
      Doubt.settle(
          database,
          e,
          on -> find(on, origin) || seen.get() ? Optional.of(origin) : Optional.empty());
      return Optional.empty();
    } finally {
      leased.remove(origin);
    }
  }

  /** Somebody got this mail from the queue, from which it may be gone soon. */
  void seen(UUID origin) {
    AtomicBoolean awaited = leased.get(origin);
    if (awaited != null) {
      awaited.set(true);
    }
  }

  private boolean find(Connection on, UUID origin) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      select.setString(1, queue);
      select.setObject(2, origin);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
