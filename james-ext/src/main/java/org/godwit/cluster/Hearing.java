package org.godwit.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.event.ChangedElsewhere;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other nodes tell, on a connection of its own while there are others. It tells itself
 * something every {@link #PROBE}: a connection on which that does not come back is cut, or leads
 * through a pooler that passes no notifications on. Whenever it begins to hear, anything may have
 * happened; while it hears nothing, {@link Polling} looks.
 */
final class Hearing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final int WAIT_MILLIS = 1_000;
  private static final char PROBING = '?';

  private final Database database;
  private final Membership membership;
  private final Consumer<ChangedElsewhere> news;
  private final Polling polling;
  private final AtomicReference<Connection> current = new AtomicReference<>();
  private final Thread ear;
  private volatile boolean open = true;
  private volatile boolean hears;

  /**
   * Hears from now on.
   *
   * @param news told what was heard; must not wait long
   * @param polling looks while nothing is heard
   */
  Hearing(
      Database database, Membership membership, Consumer<ChangedElsewhere> news, Polling polling) {
    this.database = database;
    this.membership = membership;
    this.news = news;
    this.polling = polling;
    this.ear = Thread.ofVirtual().name("hearing").start(this::hear);
  }

  /** Whether what others tell arrives. */
  boolean hears() {
    return hears;
  }

  private void hear() {
    boolean told = false;
    while (open) {
      try {
        if (membership.alone()) {
          told = false;
        } else {
          listen();
        }
      } catch (SQLException | StoreException e) {
        if (open && !told) {
          LOG.warn("other nodes are not heard, so we look: {}", e.getMessage());
        }
        told = true;
      } catch (RuntimeException e) { // must not end the thread
        LOG.error("other nodes are not heard, so we look", e);
      }
      hears = false;
      rest();
    }
  }

  private void rest() {
    try {
      if (!membership.alone()) {
        polling.look(news);
      }
      Thread.sleep(REST);
    } catch (StoreException e) {
      LOG.debug("nothing can be seen either", e); // others say that the database is away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      open = false;
    }
  }

  private void listen() throws SQLException {
    try (Connection connection = database.lasting("godwit-hearing", PATIENCE)) {
      current.set(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("LISTEN " + Announcer.CHANNEL);
      }
      listen(connection, connection.unwrap(PGConnection.class));
    } finally {
      current.set(null);
    }
  }

  private void listen(Connection connection, PGConnection wire) throws SQLException {
    UUID ours = membership.ours().id();
    long heard = System.nanoTime();
    long probed = heard - PROBE.toNanos();
    while (open && !membership.alone()) {
      if (System.nanoTime() - probed >= PROBE.toNanos()) {
        probed = System.nanoTime();
        probe(connection, ours);
      }
      for (PGNotification each : wire.getNotifications(WAIT_MILLIS)) {
        if (each.getParameter().equals(ours.toString() + PROBING)) {
          heard = System.nanoTime();
          beginToHear();
        } else {
          News.read(ours, each.getParameter()).ifPresent(news);
        }
      }
      if (System.nanoTime() - heard > PATIENCE.toNanos()) {
        throw new SQLException("notifications do not arrive; a pooler may hold them back");
      }
    }
  }

  private void beginToHear() {
    if (!hears) {
      hears = true;
      LOG.info("other nodes are heard");
      news.accept(ChangedElsewhere.anything());
    }
  }

  private static void probe(Connection connection, UUID ours) throws SQLException {
    connection.setAutoCommit(false);
    Announcer.send(connection, List.of(ours.toString() + PROBING));
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void cut() throws SQLException {
    Connection connection = current.get();
    if (connection != null) {
      connection.abort(Runnable::run);
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      cut();
      ear.join(PATIENCE);
    } catch (SQLException e) {
      LOG.debug("the connection is gone already", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
