package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * The door to PostgreSQL: a pool of connections to a schema of the right version.
 *
 * <p>Safe for many threads. Calls block; call from a virtual thread or a reactor scheduler made for
 * blocking. Every failure is a {@link StoreException}, and a {@link StoreUnavailable} when it is
 * worth trying again.
 */
public final class Database implements AutoCloseable {

  /** Work on one connection. It must not keep, close or commit it. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 5;

  private final HikariDataSource pool;
  private final DatabaseSettings settings; // null where a test has made the pool
  private final Optional<PrimaryHosts> hosts;
  private final Optional<PrimaryWatch> watch;
  private final StatementTimes times = new StatementTimes();

  private Database(HikariDataSource pool, DatabaseSettings settings, Optional<PrimaryHosts> hosts) {
    this.pool = pool;
    this.settings = settings;
    this.hosts = hosts;
    this.watch = hosts.map(several -> new PrimaryWatch(several, pool));
  }

  /**
   * Opens the pool and brings the schema to this version.
   *
   * @throws StoreUnavailable when the database does not answer
   * @throws StoreException when the schema is newer than this program, or a migration fails
   */
  public static Database open(DatabaseSettings settings) {
    PrimaryHosts hosts = new PrimaryHosts(settings, options());
    Optional<PrimaryHosts> several = Optional.of(hosts).filter(PrimaryHosts::areSeveral);
    HikariDataSource pool = pool(settings, several);
    try {
      Schema.migrate(pool);
      return new Database(pool, settings, several);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** On a pool whose schema is of the right version already; for tests that watch what we say. */
  static Database over(HikariDataSource pool) {
    return new Database(pool, null, Optional.empty());
  }

  private static HikariDataSource pool(DatabaseSettings settings, Optional<PrimaryHosts> hosts) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("godwit-store");
    if (hosts.isPresent()) {
      config.setDataSource(hosts.get());
    } else {
      config.setJdbcUrl(settings.url());
      config.setUsername(settings.user());
      config.setPassword(settings.password());
      config.setDataSourceProperties(options());
    }
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setIdleTimeout(REST.toMillis()); // a process of PostgreSQL keeps 20 MB of plans
    config.setInitializationFailTimeout(PATIENCE.toMillis());
    config.setAutoCommit(true);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreUnavailable("opening the database", false, e);
    }
  }

  private static Properties options() {
    Properties options = new Properties();
    // Prepared on the server, and bytea in binary, from the first use on (1 is from the second
    // on): as text a message of 50 MB would be 150 MB in our memory.
    options.setProperty("prepareThreshold", "-1");
    options.setProperty("preparedStatementCacheQueries", "512");
    options.setProperty("connectTimeout", "5");
    options.setProperty("socketTimeout", "60");
    options.setProperty("tcpKeepAlive", "true");
    options.setProperty("ApplicationName", "godwit");
    return options;
  }

  /**
   * A connection of one's own, beside the pool, for whoever listens or looks after the database.
   *
   * @param name what it is for, as the database shows it
   * @param patience after this time without an answer it fails
   */
  public Connection lasting(String name, Duration patience) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    String seconds = Long.toString(Math.max(1, patience.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try {
      return hosts.isPresent()
          ? hosts.get().connect(properties)
          : DriverManager.getConnection(settings.url(), properties);
    } catch (SQLException e) {
      throw failure("opening a connection", e);
    }
  }

  /**
   * Runs statements that each stand alone (auto-commit).
   *
   * @param doing a fixed text for the log, such as {@code "reading a mailbox"}
   */
  public <T> T run(String doing, Work<T> work) {
    long begin = System.nanoTime();
    try (Connection connection = pool.getConnection()) {
      return watched(connection, work);
    } catch (SQLException e) {
      throw failure(doing, e);
    } finally {
      times.took(doing, System.nanoTime() - begin);
    }
  }

  /**
   * Runs statements as one transaction: all of them are kept, or none. It is run again when
   * PostgreSQL gave way to another transaction (deadlock, serialization), so {@code work} must have
   * no effect outside the database.
   *
   * @param doing a fixed text for the log
   */
  public <T> T transaction(String doing, Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      long begin = System.nanoTime();
      try (Connection connection = pool.getConnection()) {
        return watched(connection, on -> inTransaction(on, work));
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !gaveWay(e)) {
          throw failure(doing, e);
        }
      } finally {
        times.took(doing, System.nanoTime() - begin);
      }
    }
  }

  /** So that it is not waited for in vain when its server hangs. */
  private <T> T watched(Connection connection, Work<T> work) throws SQLException {
    if (watch.isEmpty()) {
      return work.on(connection);
    }
    watch.get().begins(connection);
    try {
      return work.on(connection);
    } finally {
      watch.get().ends(connection);
    }
  }

  /** How long it all took. */
  public StatementTimes times() {
    return times;
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.on(connection);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollback(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void rollback(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e); // the connection is gone, and the transaction with it
    }
  }

  private static boolean gaveWay(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  /** Says whether trying again may help, from the SQLSTATE (PostgreSQL, appendix A). */
  private static StoreException failure(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean full = state.equals("53100");
    boolean temporary =
        e instanceof SQLTransientConnectionException
            || state.startsWith("08") // connection
            || state.startsWith("53") // out of disk, memory, connections
            || state.startsWith("57P") // shutting down, starting up
            || state.startsWith("58") // input and output
            || state.equals("25006") // read only: a standby that is not primary yet
            || gaveWay(e);
    return temporary ? new StoreUnavailable(doing, full, e) : new StoreException(doing, e);
  }

  @Override
  public void close() {
    watch.ifPresent(PrimaryWatch::close);
    pool.close();
  }
}
