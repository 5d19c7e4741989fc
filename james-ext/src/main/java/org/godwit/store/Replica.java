package org.godwit.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming replica that is near, for reads of what it is known to have.
 *
 * <p>For whatever was changed or read at the primary, a place in its log is kept until the replica
 * has replayed it; until then reads of the same go to the primary, too. So everybody on this node
 * reads what they wrote, and never something older than they have seen, by whatever protocol. The
 * place of a change is asked for after it, once for all that came meanwhile: a change does not wait
 * for it.
 *
 * <p>A replica shows a commit that still waits for another site, and that is gone if this other one
 * becomes the primary. So where commits wait for a replica, only one for which they wait is used;
 * {@link ReplicaWatch} sees to it. Safe for many threads.
 */
final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration MOST_PATIENCE = Duration.ofMillis(200);

  private final String shown;
  private final Primary primary;
  private final HikariDataSource pool;
  private final LogPlaces places = new LogPlaces();
  private final LongAdder reads = new LongAdder();
  private final Thread asker;
  private final ReplicaWatch watch;
  private volatile boolean noting; // always before usable
  private volatile boolean usable;
  private volatile Duration patience = Duration.ZERO;
  private volatile boolean open = true;

  /** Asks the primary something. */
  @FunctionalInterface
  interface Primary {
    <T> T ask(Database.Work<T> question) throws SQLException;
  }

  /**
   * Looks for the replica from now on.
   *
   * @param settings the replica's
   */
  Replica(DatabaseSettings settings, Primary primary) {
    this.shown = settings.shownUrl().replaceFirst("\\?.*", ""); // the host is enough
    this.primary = primary;
    this.pool = Pools.replica(settings);
    this.asker = Thread.ofVirtual().name("replica-places").start(this::ask);
    this.watch = new ReplicaWatch(settings, primary, places, this::use, this::leave);
  }

  /** Something was changed, here or elsewhere. */
  void changed(Object what) {
    if (noting) {
      places.changed(what);
    }
  }

  /** Anything may have been changed elsewhere. */
  void changedAll() {
    if (noting) {
      places.changedAll();
    }
  }

  /** Whether what is read at the primary has to be told to {@link #seen}; ask after reading. */
  boolean isNoting() {
    return noting;
  }

  /** Something was read at the primary, whose log had come this far. */
  void seen(Object what, long place) {
    places.seen(what, place);
  }

  /**
   * Whether the replica has all that anybody here has seen of these. Waits for it, though not for
   * longer than the primary would need for an answer.
   */
  boolean has(Collection<?> whats) {
    try {
      return usable && places.has(whats, patience) && usable;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A connection for one read. */
  Connection connection() throws SQLException {
    Connection connection = pool.getConnection();
    reads.increment();
    return connection;
  }

  /** A read failed; the primary is asked instead. */
  void failed(SQLException e) {
    LOG.debug("a read of the replica failed", e);
    String state = e.getSQLState() == null ? "08" : e.getSQLState();
    if (state.startsWith("08") || state.startsWith("57")) {
      leave("it does not answer");
    }
  }

  /** Reads that it answered. */
  long reads() {
    return reads.sum();
  }

  /** Whether it is used now. */
  boolean isUsable() {
    return usable;
  }

  /** How much of the primary's log it has not replayed, in bytes. */
  long lag() {
    return watch.lag();
  }

  private void ask() {
    try {
      while (open) {
        Map<Object, LogPlaces.Position> unasked = places.unasked();
        long before = System.nanoTime();
        try {
          places.end(unasked, primary.ask(PrimaryLog::end));
          Duration way = Duration.ofNanos(System.nanoTime() - before);
          patience = way.compareTo(MOST_PATIENCE) < 0 ? way : MOST_PATIENCE;
        } catch (SQLException | StoreException e) {
          LOG.debug("the primary does not tell where its log ends", e);
          Thread.sleep(PATIENCE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void use() {
    if (!usable) {
      noting = true; // what was changed until now, the primary has in its log when it is asked next
      places.changedAll();
      usable = true;
      LOG.info("reads go to the replica {}", shown);
    }
  }

  private synchronized void leave(String why) {
    if (usable) {
      usable = false;
      noting = false;
      places.clear();
      LOG.warn("the replica {} is left out of reads: {}", shown, why);
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @Override
  public void close() {
    open = false;
    asker.interrupt();
    watch.close();
    pool.close();
  }
}
