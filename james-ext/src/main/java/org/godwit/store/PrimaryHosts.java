package org.godwit.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to whichever of several hosts is the primary. The driver can do that too, but a host
 * that takes a connection and then says nothing would keep it from asking the next one. Here each
 * host has {@link #PATIENCE}, the one that was the primary last is asked first, and one that is
 * suspect last. Safe for many threads.
 */
final class PrimaryHosts implements DataSource {
  // Half a dozen ways there and back, each of which may be 300 ms, and a TLS handshake.
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SUSPECT = Duration.ofSeconds(10);

  /** A server. */
  record Host(String name, int port) {
    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  private final DatabaseSettings settings;
  private final Properties options;
  private final Set<String> inAddress;
  private final List<Host> hosts;
  private final Map<Host, Long> suspects = new ConcurrentHashMap<>(); // since, in nanoseconds
  private volatile Host last;

  /**
   * Of the hosts in an address.
   *
   * @param options for each connection; those in the address win
   */
  PrimaryHosts(DatabaseSettings settings, Properties options) {
    this.settings = settings;
    this.options = options;
    PGSimpleDataSource named = new PGSimpleDataSource();
    named.setURL(settings.url());
    List<Host> all = new ArrayList<>();
    for (int i = 0; i < named.getServerNames().length; i++) {
      all.add(new Host(named.getServerNames()[i], named.getPortNumbers()[i]));
    }
    Properties said = Driver.parseURL(settings.url(), null);
    this.inAddress = said == null ? Set.of() : said.stringPropertyNames();
    this.hosts = List.copyOf(all);
    this.last = hosts.getFirst();
  }

  /** Whether there is a choice. */
  boolean areSeveral() {
    return hosts.size() > 1;
  }

  /** Asks it last for a while. */
  void suspect(Host host) {
    suspects.put(host, System.nanoTime());
  }

  /** Which one was the primary when it was last asked for. */
  Host last() {
    return last;
  }

  /** All but one. */
  List<Host> others(Host one) {
    return hosts.stream().filter(host -> !host.equals(one)).toList();
  }

  /** Asks it first from now on, and another one last that was the primary. */
  void prefer(Host host) {
    suspect(last);
    suspects.remove(host);
    last = host;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(options);
  }

  /** To one of them, whatever it is. */
  Connection connect(Host host, Properties others) throws SQLException {
    PGSimpleDataSource source = source(host, others);
    source.setTargetServerType("any");
    return source.getConnection();
  }

  /** The same with other options. */
  Connection connect(Properties others) throws SQLException {
    SQLException reason = null;
    for (Host host : inOrder()) {
      try {
        Connection connection = source(host, others).getConnection();
        suspects.remove(host);
        last = host;
        return connection;
      } catch (SQLException e) {
        if (areSeveral()) {
          suspect(host);
        }
        if (reason != null) {
          e.addSuppressed(reason);
        }
        reason = e;
      }
    }
    throw reason;
  }

  private List<Host> inOrder() {
    List<Host> order = new ArrayList<>();
    order.add(last);
    hosts.stream().filter(host -> !host.equals(last)).forEach(order::add);
    List<Host> late = order.stream().filter(this::isSuspect).toList();
    order.removeAll(late);
    order.addAll(late);
    return order;
  }

  private boolean isSuspect(Host host) {
    Long since = suspects.get(host);
    return since != null && System.nanoTime() - since < SUSPECT.toNanos();
  }

  private PGSimpleDataSource source(Host host, Properties others) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(settings.url());
    for (String name : others.stringPropertyNames()) {
      if (!inAddress.contains(name)) {
        source.setProperty(name, others.getProperty(name));
      }
    }
    source.setServerNames(new String[] {host.name()});
    source.setPortNumbers(new int[] {host.port()});
    source.setUser(settings.user());
    source.setPassword(settings.password());
    if (areSeveral()) {
      source.setTargetServerType("primary");
      source.setHostRecheckSeconds(0); // we remember what we have seen ourselves
      source.setLoginTimeout((int) PATIENCE.toSeconds());
    }
    return source;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // we log elsewhere
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // each host has its own
  }

  @Override
  public int getLoginTimeout() {
    return (int) PATIENCE.toSeconds();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(PrimaryHosts.class.getName());
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing is wrapped here");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
