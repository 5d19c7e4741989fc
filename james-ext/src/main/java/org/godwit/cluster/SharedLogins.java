package org.godwit.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.LoginNews;
import org.godwit.trust.LoginNews.Kind;
import org.godwit.trust.LoginNews.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has nodes count failed logins together: every two seconds a node writes what has changed with it,
 * when something has, and reads what has changed with others. A node alone does neither. While the
 * database is away, each counts for itself.
 */
public final class SharedLogins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedLogins.class);

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** A transaction may become visible so much later than the time that it writes. */
  private static final Duration OVERLAP = Duration.ofSeconds(10);

  private static final Duration FORGET = Duration.ofHours(1);
  private static final int MOST = 20_000;

  private static final String TELL =
      """
      INSERT INTO login_news AS l (kind, key, node, failures, last_at)
      SELECT t.kind, t.key, ?, t.failures, t.last_at
        FROM unnest(?::text[], ?::text[], ?::int[], ?::timestamptz[])
             AS t (kind, key, failures, last_at)
       ORDER BY 1, 2
      ON CONFLICT (kind, key, node) DO UPDATE
         SET failures = excluded.failures, last_at = excluded.last_at, changed_at = now()
      """;

  // Old failures count for nothing; friends are kept for a month.
  private static final String FORGOTTEN =
      """
      DELETE FROM login_news
       WHERE changed_at < now() - CASE kind WHEN 'FRIEND' THEN interval '30 days'
                                            ELSE interval '1 hour' END
      """;

  private static final String HEAR =
      """
      SELECT kind, key, sum(failures)::int AS failures, max(last_at) AS last_at,
             max(changed_at) AS changed_at
        FROM login_news o
       WHERE node <> ? AND (kind, key) IN (
               SELECT kind, key FROM login_news WHERE changed_at > ? AND node <> ?)
         AND (kind = 'FRIEND' OR changed_at > now() - interval '1 hour')
       GROUP BY kind, key
       ORDER BY max(changed_at) DESC
       LIMIT ?
      """;

  private final Database database;
  private final UUID node;
  private final BooleanSupplier alone;
  private final LoginNews news;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("logins").factory());

  // What only the clock's thread knows:
  private Instant heard = Instant.EPOCH;
  private long forgot = System.nanoTime();

  /** Shares from now on. */
  public SharedLogins(Database database, Membership membership, LoginNews news) {
    this(database, membership.ours().id(), membership::alone, news);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // shareIfNotAlone() tells of failures itself
  SharedLogins(Database database, UUID node, BooleanSupplier alone, LoginNews news) {
    this.database = database;
    this.node = node;
    this.alone = alone;
    this.news = news;
    clock.scheduleWithFixedDelay(
        this::shareIfNotAlone, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void shareIfNotAlone() {
    try {
      if (!alone.getAsBoolean()) {
        share();
      }
    } catch (StoreException e) {
      LOG.debug("failed logins are counted alone for now", e); // others say that it is away
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("failed logins are counted alone for now", e);
    }
  }

  /** Tells and hears, once. */
  synchronized void share() {
    List<Told> changed = news.take();
    if (!changed.isEmpty()) {
      try {
        database.run("telling of logins", on -> tell(on, changed));
      } catch (StoreException e) {
        news.putBack(changed);
        throw e;
      }
    }
    news.heard(database.run("hearing of logins", this::hear));
    if (System.nanoTime() - forgot > FORGET.toNanos()) {
      forgot = System.nanoTime();
      database.run("forgetting logins", SharedLogins::forget);
    }
  }

  private static int forget(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(FORGOTTEN)) {
      return delete.executeUpdate();
    }
  }

  private int tell(Connection connection, List<Told> changed) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(TELL)) {
      insert.setObject(1, node);
      insert.setArray(
          2,
          connection.createArrayOf("text", changed.stream().map(it -> it.kind().name()).toArray()));
      insert.setArray(
          3, connection.createArrayOf("text", changed.stream().map(Told::key).toArray()));
      insert.setArray(
          4, connection.createArrayOf("int", changed.stream().map(Told::failures).toArray()));
      insert.setArray(
          5,
          connection.createArrayOf(
              "timestamptz", changed.stream().map(it -> Timestamp.from(it.last())).toArray()));
      return insert.executeUpdate();
    }
  }

  private List<Told> hear(Connection connection) throws SQLException {
    List<Told> found = new ArrayList<>();
    Instant newest = heard;
    try (PreparedStatement select = connection.prepareStatement(HEAR)) {
      select.setObject(1, node);
      select.setTimestamp(
          2, Timestamp.from(heard.equals(Instant.EPOCH) ? heard : heard.minus(OVERLAP)));
      select.setObject(3, node);
      select.setInt(4, MOST);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Told(
                  Kind.valueOf(row.getString("kind")),
                  row.getString("key"),
                  row.getInt("failures"),
                  row.getTimestamp("last_at").toInstant()));
          Instant changed = row.getTimestamp("changed_at").toInstant();
          newest = changed.isAfter(newest) ? changed : newest;
        }
      }
    }
    heard = newest;
    return found;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
