package org.godwit.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether another host was made the primary while the old one was not told, because whoever
 * had to stop it hangs: it answers all the same, and what it says is out of date. The higher
 * timeline is right. Costs each host one statement every two seconds.
 */
final class PrimaryRivals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrimaryRivals.class);

  private static final Duration EVERY = Duration.ofSeconds(2);

  // A log's name begins with its timeline, in eight digits.
  private static final String TIMELINE =
      """
      SELECT CASE WHEN pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean THEN ''
                  ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END
      """;

  private final PrimaryHosts hosts;
  private final Properties options = new Properties();
  private final Consumer<PrimaryHosts.Host> newer;
  private final Map<PrimaryHosts.Host, Connection> connections = new HashMap<>(); // the looker's
  private final Thread looker;
  private volatile boolean open = true;

  /**
   * Looks from now on.
   *
   * @param newer told of a host that is to be used instead of the one that was used last
   */
  PrimaryRivals(PrimaryHosts hosts, Consumer<PrimaryHosts.Host> newer) {
    this.hosts = hosts;
    this.newer = newer;
    options.setProperty("ApplicationName", "godwit-rivals");
    options.setProperty("connectTimeout", "2");
    options.setProperty("socketTimeout", "2");
    this.looker = Thread.ofPlatform().daemon().name("primary-rivals").start(this::look);
  }

  private void look() {
    while (open) {
      compare();
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        open = false;
      }
    }
    connections.values().forEach(PrimaryRivals::abort);
  }

  private void compare() {
    PrimaryHosts.Host used = hosts.last();
    String ours = null;
    for (PrimaryHosts.Host other : hosts.others(used)) {
      String theirs = timeline(other);
      if (theirs.isEmpty()) {
        continue;
      }
      ours = ours == null ? timeline(used) : ours;
      if (!ours.isEmpty() && theirs.compareTo(ours) > 0) {
        LOG.warn("{} is the primary, and {} was not told", other, used);
        newer.accept(other);
        return;
      }
    }
  }

  /** Empty when it is no primary, or does not answer. */
  private String timeline(PrimaryHosts.Host host) {
    try {
      Connection connection = connections.get(host);
      if (connection == null) {
        connection = hosts.connect(host, options);
        connections.put(host, connection);
      }
      try (Statement ask = connection.createStatement();
          ResultSet row = ask.executeQuery(TIMELINE)) {
        return row.next() ? row.getString(1) : "";
      }
    } catch (SQLException e) {
      LOG.debug("{} does not say which timeline it has", host, e);
      abort(connections.remove(host));
      return "";
    }
  }

  private static void abort(Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.abort(Runnable::run); // a polite end may hang
    } catch (SQLException e) {
      LOG.debug("the connection is gone already", e);
    }
  }

  @Override
  public void close() {
    open = false;
    looker.interrupt();
  }
}
