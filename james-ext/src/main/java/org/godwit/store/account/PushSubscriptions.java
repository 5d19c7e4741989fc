package org.godwit.store.account;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/**
 * Where clients want to be told of changes while they are away. A subscription belongs to the
 * sign-in that made it: others do not see it, and it ends with it. That is in the statement that
 * looks for it, so it counts at once. Safe for many threads; one call, one statement.
 */
@Singleton
public final class PushSubscriptions {

  /** How many an account may have. */
  public static final int MOST = 20;

  /** How long one lasts at most, unless it is made longer again. */
  public static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Who asks.
   *
   * @param session the browser's; empty for a program with a password or a token
   */
  public record Maker(long account, Optional<UUID> session) {}

  /** The client's keys (RFC 8291 §3). */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Keys(byte[] p256dh, byte[] auth) {}

  /**
   * A subscription.
   *
   * @param types what it is told of; empty is everything
   * @param code that proves that what we send arrives
   */
  public record Subscription(
      long account,
      String owner,
      UUID id,
      String device,
      String url,
      Optional<Keys> keys,
      Optional<List<String>> types,
      String code,
      boolean verified,
      Instant expires) {

    public Subscription {
      types = types.map(List::copyOf);
    }
  }

  private static final String CREDENTIAL =
      "(SELECT p.credential::text || ' ' || p.mail_epoch FROM person p JOIN account a USING (name)"
          + " WHERE a.account_id = ? AND NOT p.suspended)";

  private static final String INSERT =
      """
      INSERT INTO push_subscription (account_id, subscription_id, device, url, p256dh, auth, types,
                                     code, expires_at, session_id, credential)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, credential
        FROM (SELECT %s AS credential) c
       WHERE credential IS NOT NULL
         AND (SELECT count(*) FROM push_subscription WHERE account_id = ?) < %d
      """
          .formatted(CREDENTIAL, MOST);

  private static final String COUNTS =
      """
        FROM push_subscription s
        JOIN account a USING (account_id)
        JOIN person p ON p.name = a.name AND NOT p.suspended
       WHERE s.expires_at > now()
         AND CASE WHEN s.session_id IS NULL
                  THEN s.credential = p.credential::text || ' ' || p.mail_epoch
                  ELSE EXISTS (SELECT
                                 FROM web_session w
                                WHERE w.account_id = s.account_id AND w.session_id = s.session_id
                                  AND w.credential = p.credential
                                  AND now() < w.idle_until AND now() < w.expires_at)
             END
      """;

  private static final String COLUMNS =
      "SELECT s.account_id, p.name, s.subscription_id, s.device, s.url, s.p256dh, s.auth, s.types,"
          + " s.code, s.verified, s.expires_at";

  private static final String OF_MAKER =
      COLUMNS
          + COUNTS
          + " AND s.account_id = ? AND s.session_id IS NOT DISTINCT FROM ?"
          + " ORDER BY s.created_at, s.subscription_id";

  private static final String VERIFIED =
      COLUMNS + COUNTS + " AND s.verified ORDER BY s.account_id, s.subscription_id";

  private static final String PURGE =
      "DELETE FROM push_subscription WHERE (account_id, subscription_id) NOT IN"
          + " (SELECT s.account_id, s.subscription_id"
          + COUNTS
          + ")";

  private final Database database;

  @Inject
  PushSubscriptions(Database database) {
    this.database = database;
  }

  /** Keeps one; false when the account has too many, or its owner may not sign in any more. */
  public boolean add(Maker maker, Subscription fresh) {
    return database.run("adding a push subscription", on -> insert(on, maker, fresh)) > 0;
  }

  private static int insert(Connection on, Maker maker, Subscription fresh) throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      insert.setLong(1, maker.account());
      insert.setObject(2, fresh.id());
      insert.setString(3, fresh.device());
      insert.setString(4, fresh.url());
      insert.setBytes(5, fresh.keys().map(Keys::p256dh).orElse(null));
      insert.setBytes(6, fresh.keys().map(Keys::auth).orElse(null));
      insert.setArray(7, types(on, fresh.types()));
      insert.setString(8, fresh.code());
      insert.setTimestamp(9, Timestamp.from(fresh.expires()));
      insert.setObject(10, maker.session().orElse(null), java.sql.Types.OTHER);
      insert.setLong(11, maker.account());
      insert.setLong(12, maker.account());
      return insert.executeUpdate();
    }
  }

  private static Array types(Connection on, Optional<List<String>> types) throws SQLException {
    return types.isEmpty() ? null : on.createArrayOf("text", types.get().toArray());
  }

  /** Those that this sign-in has made, the oldest first. */
  public List<Subscription> list(Maker maker) {
    return database.run(
        "listing push subscriptions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(OF_MAKER)) {
            select.setLong(1, maker.account());
            select.setObject(2, maker.session().orElse(null), java.sql.Types.OTHER);
            return read(select);
          }
        });
  }

  /** All that are to be told of changes, by account. */
  public List<Subscription> verified() {
    return database.run(
        "listing all push subscriptions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(VERIFIED)) {
            return read(select);
          }
        });
  }

  private static List<Subscription> read(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<Subscription> found = new ArrayList<>();
      while (row.next()) {
        byte[] key = row.getBytes("p256dh");
        Array types = row.getArray("types");
        found.add(
            new Subscription(
                row.getLong("account_id"),
                row.getString("name"),
                row.getObject("subscription_id", UUID.class),
                row.getString("device"),
                row.getString("url"),
                key == null ? Optional.empty() : Optional.of(new Keys(key, row.getBytes("auth"))),
                types == null
                    ? Optional.empty()
                    : Optional.of(List.of((String[]) types.getArray())),
                row.getString("code"),
                row.getBoolean("verified"),
                row.getTimestamp("expires_at").toInstant()));
      }
      return found;
    }
  }

  /** Changes what can be changed: whether it is verified, types and expiry. */
  public void update(Subscription changed) {
    database.run(
        "changing a push subscription",
        on -> {
          try (PreparedStatement update =
              on.prepareStatement(
                  "UPDATE push_subscription SET verified = ?, types = ?, expires_at = ?"
                      + " WHERE account_id = ? AND subscription_id = ?")) {
            update.setBoolean(1, changed.verified());
            update.setArray(2, types(on, changed.types()));
            update.setTimestamp(3, Timestamp.from(changed.expires()));
            update.setLong(4, changed.account());
            update.setObject(5, changed.id());
            return update.executeUpdate();
          }
        });
  }

  /** Ends one; nothing happens when there is none. */
  public void remove(long account, UUID id) {
    database.run(
        "ending a push subscription",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement(
                  "DELETE FROM push_subscription WHERE account_id = ? AND subscription_id = ?")) {
            delete.setLong(1, account);
            delete.setObject(2, id);
            return delete.executeUpdate();
          }
        });
  }

  /** Forgets those that count no more. */
  public int purge() {
    return database.run(
        "forgetting push subscriptions",
        on -> {
          try (PreparedStatement delete = on.prepareStatement(PURGE)) {
            return delete.executeUpdate();
          }
        });
  }
}
