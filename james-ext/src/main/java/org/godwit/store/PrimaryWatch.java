package org.godwit.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices within seconds that the primary is gone, hangs, or is no primary any more, and cuts what
 * waits for it: whoever waited learns that nobody knows what became of his statement, and the next
 * connection is to the new primary. Needed where there are several hosts; a socket would wait for
 * its whole time. Safe for many threads.
 */
final class PrimaryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrimaryWatch.class);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String PATIENCE_SECONDS = "2";

  /** A primary under load may need longer for one answer; it is asked again before it is left. */
  private static final int CHANCES = 2;

  private final PrimaryHosts hosts;
  private final HikariDataSource pool;
  private final Set<Connection> busy = ConcurrentHashMap.newKeySet();
  private final Properties options = new Properties();
  private final Executor here = Runnable::run;
  private final Thread watcher;
  private final PrimaryRivals rivals;

  // What only the watcher knows:
  private Connection own;
  private PrimaryHosts.Host primary;
  private int failures;
  private boolean left;

  private volatile boolean open = true;
  private volatile boolean overtaken;

  PrimaryWatch(PrimaryHosts hosts, HikariDataSource pool) {
    this.hosts = hosts;
    this.pool = pool;
    options.setProperty("ApplicationName", "godwit-watch");
    options.setProperty("connectTimeout", PATIENCE_SECONDS);
    options.setProperty("socketTimeout", PATIENCE_SECONDS);
    this.primary = hosts.last();
    this.watcher = Thread.ofPlatform().daemon().name("primary-watch").start(this::watch);
    this.rivals = new PrimaryRivals(hosts, this::overtaken);
  }

  private void overtaken(PrimaryHosts.Host by) {
    hosts.prefer(by);
    overtaken = true;
  }

  /** Somebody works on this connection. */
  void begins(Connection connection) {
    busy.add(connection);
  }

  /** Nobody does any more. */
  void ends(Connection connection) {
    busy.remove(connection);
  }

  private void watch() {
    while (open) {
      look();
      rest();
    }
    abort(own);
  }

  private void look() {
    try {
      if (overtaken) {
        overtaken = false;
        abort(own);
        own = null;
      }
      if (own == null) {
        own = hosts.connect(options);
      }
      if (isPrimary(own)) {
        found(hostOf(own));
        return;
      }
      failures = CHANCES;
      LOG.warn("{} is not the primary any more", primary);
    } catch (SQLException e) {
      failures++;
      LOG.debug("the primary does not answer", e);
    }
    abort(own);
    own = null;
    if (failures >= CHANCES) {
      lost();
    }
  }

  /** The pool may have found it before us, so that what it said last proves nothing. */
  private void found(PrimaryHosts.Host now) {
    if (!now.equals(primary)) {
      LOG.info("the primary is {} now", now);
      leave(primary);
      primary = now;
    } else if (left) {
      LOG.info("the primary {} answers again", now);
    }
    failures = 0;
    left = false;
    cut(host -> !host.equals(now));
  }

  private void lost() {
    if (!left) {
      LOG.warn("the primary {} does not answer; what waits for it is cut", primary);
      leave(primary);
      left = true;
    }
    cut(primary::equals); // each time: somebody may have had a connection in hand
  }

  private void rest() {
    try {
      Thread.sleep(failures == 0 ? EVERY : EVERY.dividedBy(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      open = false;
    }
  }

  private static boolean isPrimary(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet row =
            ask.executeQuery(
                "SELECT NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::boolean")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Has others asked first, and no idle connection to it used again. */
  private void leave(PrimaryHosts.Host host) {
    hosts.suspect(host);
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  private void cut(Predicate<PrimaryHosts.Host> which) {
    for (Connection each : Set.copyOf(busy)) {
      try {
        if (which.test(hostOf(each))) {
          abort(each);
        }
      } catch (SQLException e) {
        LOG.debug("a connection is gone already", e);
      }
    }
  }

  private static PrimaryHosts.Host hostOf(Connection connection) throws SQLException {
    HostSpec server = connection.unwrap(PgConnection.class).getQueryExecutor().getHostSpec();
    return new PrimaryHosts.Host(server.getHost(), server.getPort());
  }

  private void abort(Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.abort(here); // a polite end may hang
    } catch (SQLException e) {
      LOG.debug("the connection is gone already", e);
    }
  }

  @Override
  public void close() {
    open = false;
    rivals.close();
    watcher.interrupt();
  }
}
