package org.godwit.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how far a replica has come, and says whether it may be read from: when it has been seen to
 * keep up within {@link #FRESH}, and commits do not wait for another one instead. Costs the replica
 * a statement five times a second, more while it is waited for, and the primary two each second.
 */
final class ReplicaWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaWatch.class);

  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration PROBE = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration BUSY = Duration.ofMillis(5);

  // Who has no right to see the name (pg_monitor) is told none, and matches nobody.
  private static final String REPLAYED =
      """
      SELECT pg_is_in_recovery(), pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint,
             (SELECT coalesce(substring(conninfo FROM '(?:^| )application_name=''?([^ '']+)'),
                              substring(conninfo FROM 'fallback_application_name=''?([^ '']+)'))
                FROM pg_stat_wal_receiver)
      """;

  private final DatabaseSettings settings;
  private final Replica.Primary primary;
  private final LogPlaces places;
  private final Runnable use;
  private final Consumer<String> leave;
  private final Thread watcher;
  private volatile boolean open = true;
  private volatile long replayed;
  private volatile long written;

  // What only the watcher knows:
  private Connection connection;
  private String name;
  private long probed = System.nanoTime() - FRESH.toNanos();
  private long probe;
  private boolean waitedFor;
  private long fresh = probed;

  /**
   * Watches from now on.
   *
   * @param use told again and again while it may be read from
   * @param leave told why it may not
   */
  ReplicaWatch(
      DatabaseSettings settings,
      Replica.Primary primary,
      LogPlaces places,
      Runnable use,
      Consumer<String> leave) {
    this.settings = settings;
    this.primary = primary;
    this.places = places;
    this.use = use;
    this.leave = leave;
    this.watcher = Thread.ofPlatform().daemon().name("replica-watch").start(this::watch);
  }

  /** How much of the primary's log it has not replayed, in bytes. */
  long lag() {
    return Math.max(0, written - replayed);
  }

  private void watch() {
    while (open) {
      boolean follows = false;
      try {
        follows = look();
        if (follows) {
          probe();
        } else {
          leave.accept("it is the primary");
        }
      } catch (SQLException e) {
        LOG.debug("the replica cannot be looked at", e);
        leave.accept("it does not answer");
        abort();
      }
      if (System.nanoTime() - fresh > FRESH.toNanos()) {
        leave.accept("it is behind");
      }
      rest(follows);
    }
    abort();
  }

  /** Whether it is a replica now. */
  private boolean look() throws SQLException {
    if (connection == null) {
      connection = connect();
    }
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(REPLAYED)) {
      row.next();
      if (!row.getBoolean(1)) {
        return false;
      }
      replayed = row.getLong(2);
      name = row.getString(3);
    }
    places.replayed(replayed);
    return true;
  }

  /** Asks the primary how far it is, and again when the replica has come there. */
  private void probe() {
    boolean reached = replayed >= probe;
    long since = System.nanoTime() - probed;
    if (reached && waitedFor && since < FRESH.toNanos()) {
      fresh = probed;
      use.run();
    }
    if (since > PROBE.toNanos() && (reached || since > FRESH.toNanos())) {
      try {
        probed = System.nanoTime();
        probe = primary.ask(PrimaryLog::end);
        written = probe;
        waitedFor = primary.ask(on -> PrimaryLog.waitsFor(on, name));
        if (!waitedFor) {
          leave.accept("the primary waits for another one");
        }
      } catch (SQLException | StoreException e) {
        LOG.debug("the primary does not tell where its log ends", e);
        waitedFor = false;
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "godwit-replica-watch");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    return DriverManager.getConnection(settings.url(), properties);
  }

  private void rest(boolean follows) {
    try {
      Thread.sleep(!follows ? PROBE : places.areAwaited() ? BUSY : IDLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      open = false;
    }
  }

  private void abort() {
    if (connection != null) {
      try {
        connection.abort(Runnable::run); // a polite end may hang
      } catch (SQLException e) {
        LOG.debug("the connection is gone already", e);
      }
      connection = null;
    }
  }

  @Override
  public void close() {
    open = false;
    watcher.interrupt();
  }
}
