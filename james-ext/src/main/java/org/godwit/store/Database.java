package org.godwit.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

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

  private static final int ATTEMPTS = 5;

  private final HikariDataSource pool;
  private final DatabaseSettings settings; // null where a test has made the pool
  private final Optional<PrimaryHosts> hosts;
  private final Optional<PrimaryWatch> watch;
  private final StatementTimes times = new StatementTimes();
  private final Optional<Replica> replica;
  private final LongAdder uses = new LongAdder();
  private final Optional<ObjectStore> objects;

  private Database(
      HikariDataSource pool,
      DatabaseSettings settings,
      Optional<PrimaryHosts> hosts,
      Optional<ObjectStore> objects) {
    this.pool = pool;
    this.objects = objects;
    this.settings = settings;
    this.hosts = hosts;
    this.watch = hosts.map(several -> new PrimaryWatch(several, pool));
    this.replica =
        Optional.ofNullable(settings)
            .flatMap(DatabaseSettings::near)
            .map(near -> new Replica(near, this::ask));
  }

  /**
   * Opens the pool and brings the schema to this version.
   *
   * @throws StoreUnavailable when the database does not answer
   * @throws StoreException when the schema is newer than this program, or a migration fails
   */
  public static Database open(DatabaseSettings settings) {
    return open(settings, Optional.empty());
  }

  /**
   * The same, with the object storage that its rows name.
   *
   * @param objects stays the caller's, to be closed after this
   */
  public static Database open(DatabaseSettings settings, Optional<ObjectStore> objects) {
    PrimaryHosts hosts = new PrimaryHosts(settings, Pools.options());
    Optional<PrimaryHosts> several = Optional.of(hosts).filter(PrimaryHosts::areSeveral);
    HikariDataSource pool = Pools.primary(settings, several);
    try {
      Schema.migrate(hosts);
      return new Database(pool, settings, several, objects);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** On a pool whose schema is of the right version already; for tests that watch what we say. */
  static Database over(HikariDataSource pool) {
    return over(pool, Optional.empty());
  }

  static Database over(HikariDataSource pool, Optional<ObjectStore> objects) {
    return new Database(pool, null, Optional.empty(), objects);
  }

  /** Where bytes lie that are not here but whose names are; empty when there is no such place. */
  public Optional<ObjectStore> objects() {
    return objects;
  }

  /**
   * A connection of one's own, beside the pool, for whoever listens or looks after the database.
   *
   * @param name what it is for, as the database shows it
   * @param patience after this time without an answer it fails
   */
  public Connection lasting(String name, Duration patience) {
    Properties properties = lastingProperties(name, patience);
    try {
      return hosts.isPresent()
          ? hosts.get().connect(properties)
          : DriverManager.getConnection(settings.url(), properties);
    } catch (SQLException e) {
      throw failure("opening a connection", e);
    }
  }

  /**
   * The same to the replica that is near; empty when reads do not go there now, or it cannot be
   * reached.
   */
  public Optional<Connection> lastingNearby(String name, Duration patience) {
    Optional<DatabaseSettings> near =
        replica.filter(Replica::isUsable).flatMap(usable -> settings.near());
    if (near.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          DriverManager.getConnection(near.get().url(), lastingProperties(name, patience)));
    } catch (SQLException e) {
      replica.orElseThrow().failed(e);
      return Optional.empty();
    }
  }

  private Properties lastingProperties(String name, Duration patience) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    String seconds = Long.toString(Math.max(1, patience.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    return properties;
  }

  /**
   * Runs statements that each stand alone (auto-commit).
   *
   * @param doing a fixed text for the log, such as {@code "reading a mailbox"}
   */
  public <T> T run(String doing, Work<T> work) {
    long begin = System.nanoTime();
    uses.increment();
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
    uses.increment();
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

  /**
   * Reads, where a replica that is near may answer: when it has all that anybody on this node has
   * seen of {@code whats}, so that nobody reads something older than what they have read or written
   * before. Else the primary answers. Without a replica this is {@link #run}.
   *
   * <p>For what is shown, not for what decides a write. The work may run twice, and must not write.
   *
   * @param whats accounts, by number or by name of their owner; see {@link #changed}
   * @param doing a fixed text for the log
   */
  public <T> T read(Collection<?> whats, String doing, Work<T> work) {
    if (replica.isEmpty()) {
      return run(doing, work);
    }
    Replica near = replica.get();
    if (near.has(whats)) {
      try (Connection connection = near.connection()) {
        return work.on(connection);
      } catch (SQLException e) {
        near.failed(e);
      }
    }
    return run(
        doing,
        connection -> {
          T found = work.on(connection);
          if (near.isNoting()) {
            long place = PrimaryLog.end(connection);
            whats.forEach(what -> near.seen(what, place));
          }
          return found;
        });
  }

  /** The same of one account. */
  public <T> T read(Object what, String doing, Work<T> work) {
    return read(List.of(what), doing, work);
  }

  /**
   * Something was changed, here or on another node: it is read at the primary until the replica has
   * it. Costs nothing, and does not wait.
   *
   * @param what as in {@link #read}
   */
  public void changed(Object what) {
    replica.ifPresent(near -> near.changed(what));
  }

  /** Anything may have been changed on other nodes. */
  public void changedAll() {
    replica.ifPresent(Replica::changedAll);
  }

  /**
   * How a replica does.
   *
   * @param usable whether reads go there
   * @param lagBytes of the primary's log that it has not replayed, as far as is known
   * @param reads that it answered
   */
  public record Nearby(boolean usable, long lagBytes, long reads) {}

  /** How the replica does; empty when there is none. */
  public Optional<Nearby> nearby() {
    return replica.map(near -> new Nearby(near.isUsable(), near.lag(), near.reads()));
  }

  /** How often the primary was asked for something. */
  public long primaryUses() {
    return uses.sum();
  }

  private <T> T ask(Work<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return watched(connection, question);
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
            || state.equals("25P03") // we were silent in a transaction for too long
            || gaveWay(e);
    return temporary ? new StoreUnavailable(doing, full, e) : new StoreException(doing, e);
  }

  @Override
  public void close() {
    replica.ifPresent(Replica::close);
    watch.ifPresent(PrimaryWatch::close);
    pool.close();
  }
}
