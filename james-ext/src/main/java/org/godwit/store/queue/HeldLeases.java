package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases that this program works on, held against those that the database says it has. The two
 * part when the database dies: a lease may be written though its answer was lost, and the end of
 * another may be lost though it was answered. Nobody works on such a mail, and as this program
 * lives, nobody else may take it: so it is given back.
 *
 * <p>{@link #hold} and {@link #drop} are safe for all threads; {@link #giveBackStrays} belongs to
 * one.
 */
final class HeldLeases {

  private static final Logger LOG = LoggerFactory.getLogger(HeldLeases.class);

  /**
   * Longer than a thread needs from the commit of its lease to {@link #hold}. One that needs longer
   * loses the lease, as its token tells it.
   */
  static final Duration GRACE = Duration.ofSeconds(8);

  private static final String OURS =
      "SELECT queue, mail_id, lease_token FROM mail_queue WHERE lease_owner = ?";

  private static final String GIVE_BACK =
      "UPDATE mail_queue SET lease_owner = NULL"
          + " WHERE queue = ? AND mail_id = ? AND lease_token = ?";

  private record Key(MailRow.Id mail, long token) {}

  private final Duration grace;
  private final Set<Key> held = ConcurrentHashMap.newKeySet();
  private Map<Key, Long> strays = Map.of(); // and when each was first seen, in nanoseconds

  HeldLeases(Duration grace) {
    this.grace = grace;
  }

  void hold(MailRow row) {
    held.add(new Key(row.id(), row.token()));
  }

  void drop(MailRow row) {
    held.remove(new Key(row.id(), row.token()));
  }

  /** Gives back what the database says is the node's and nobody has held for a while. */
  void giveBackStrays(Connection connection, UUID node) throws SQLException {
    long now = System.nanoTime();
    Map<Key, Long> still = new HashMap<>();
    for (Key stray : strays(connection, node)) {
      long since = strays.getOrDefault(stray, now);
      if (now - since < grace.toNanos()) {
        still.put(stray, since);
      } else {
        giveBack(connection, stray);
      }
    }
    strays = still;
  }

  private Set<Key> strays(Connection connection, UUID node) throws SQLException {
    Set<Key> found = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(OURS)) {
      select.setObject(1, node);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new Key(new MailRow.Id(row.getString(1), row.getLong(2)), row.getLong(3)));
        }
      }
    }
    found.removeAll(held);
    return found;
  }

  private static void giveBack(Connection connection, Key stray) throws SQLException {
    LOG.warn("mail {} was leased and nobody works on it: it goes back", stray.mail().number());
    try (PreparedStatement update = connection.prepareStatement(GIVE_BACK)) {
      update.setString(1, stray.mail().queue());
      update.setLong(2, stray.mail().number());
      update.setLong(3, stray.token());
      update.executeUpdate();
    }
    Outcomes.dropChildren(connection, stray.mail(), stray.token());
  }
}
