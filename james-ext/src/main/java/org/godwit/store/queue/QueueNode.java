package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.timing.Timings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This program's part in the queues: says every few seconds that it lives, makes mail available
 * whose time has come or whose worker died, gives back what nobody works on, and wakes those who
 * wait. Costs a handful of small statements per {@link #PULSE}, however many queues and mails there
 * are.
 */
final class QueueNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueNode.class);

  private static final Duration PULSE = Duration.ofSeconds(4);

  private static final String ALIVE =
      """
      INSERT INTO queue_node (node, host, pid, started_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (node) DO UPDATE SET seen_at = now()
      """;

  private static final Duration SILENCE = PULSE.multipliedBy(4);

  private static final String SILENT =
      "DELETE FROM queue_node WHERE seen_at < now() - interval '16 seconds'";

  // What a dead lease enqueued goes with it.
  private static final String FREE_ORPHANS =
      """
      WITH orphan AS (
        UPDATE mail_queue q
           SET lease_owner = NULL
         WHERE lease_owner IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM queue_node n WHERE n.node = q.lease_owner)
        RETURNING queue, mail_id)
      DELETE FROM mail_queue held
       USING orphan
       WHERE held.parent_queue = orphan.queue AND held.parent_id = orphan.mail_id
      """;

  private static final String PROMOTE =
      """
      UPDATE mail_queue
         SET due_at = NULL
       WHERE stage = 'ready' AND lease_owner IS NULL AND due_at <= now()
      """;

  private static final String READY =
      """
      SELECT watched
        FROM unnest(?::text[]) AS watched
       WHERE EXISTS (SELECT 1
                       FROM mail_queue
                      WHERE queue = watched AND stage = 'ready' AND due_at IS NULL
                        AND lease_owner IS NULL)
      """;

  private static final String NEXT_DUE =
      """
      SELECT extract(epoch FROM min(due_at) - now())
        FROM mail_queue
       WHERE stage = 'ready' AND due_at IS NOT NULL AND lease_owner IS NULL
      """;

  private static final String LEAVE = "DELETE FROM queue_node WHERE node = ?";

  private final UUID id = UUID.randomUUID();
  private final Database database;
  private final Timings timings;
  private final ProcessIdentity process = ProcessIdentity.current();
  private final Map<String, Signal> queues = new ConcurrentHashMap<>();
  private final HeldLeases leases = new HeldLeases(HeldLeases.GRACE);
  private final Signal wake = new Signal();
  private final AtomicLong nextPulse = new AtomicLong();
  private final Thread pulse;
  private volatile boolean open = true;
  private long unbroken = System.nanoTime() - SILENCE.toNanos() - 1; // since then we pulse

  QueueNode(Database database, Timings timings) {
    this.database = database;
    this.timings = timings;
    this.pulse = Thread.ofVirtual().name("queue-pulse").unstarted(this::pulse);
  }

  /** A mail has left its queue, having been where it was to go. */
  void left(MailRow row) {
    Duration way = Duration.between(row.queuedAt(), Instant.now());
    timings.queue().took(row.id().queue(), Math.max(0, way.toNanos()));
  }

  /** Frees what the previous process on this machine left, and starts to pulse. */
  void start() {
    database.run(
        "joining the queues",
        connection -> {
          buryNeighbours(connection);
          beat(connection);
          return null;
        });
    nextPulse.set(System.nanoTime() + PULSE.toNanos());
    pulse.start();
  }

  UUID id() {
    return id;
  }

  HeldLeases leases() {
    return leases;
  }

  /** Raised when a queue may have mail to lease. */
  Signal signal(String queue) {
    return queues.computeIfAbsent(queue, name -> new Signal());
  }

  /** Pulses in time for mail that becomes due. */
  void dueIn(Duration delay) {
    if (delay.compareTo(PULSE) < 0) {
      long at = System.nanoTime() + delay.toNanos() + 1_000_000;
      nextPulse.accumulateAndGet(at, (a, b) -> a - b < 0 ? a : b);
      wake.raise();
    }
  }

  private void pulse() {
    boolean away = false;
    while (open) {
      try {
        long seen = wake.changes();
        long left = nextPulse.get() - System.nanoTime();
        if (left > 0) {
          wake.await(seen, Duration.ofNanos(left));
          continue;
        }
        nextPulse.set(System.nanoTime() + PULSE.toNanos());
        dueIn(database.run("watching the queues", this::beat));
        if (away) {
          LOG.info("the queues are back");
        }
        away = false;
      } catch (StoreException e) {
        if (!away) {
          LOG.warn("the queues cannot be reached: {}", e.getMessage());
        }
        away = true;
        unbroken = System.nanoTime();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** One pulse; returns when the next mail is due. */
  private Duration beat(Connection connection) throws SQLException {
    try (PreparedStatement alive = connection.prepareStatement(ALIVE)) {
      alive.setObject(1, id);
      alive.setString(2, process.host());
      alive.setLong(3, process.pid());
      alive.setObject(4, process.startedAt().atOffset(ZoneOffset.UTC));
      alive.executeUpdate();
    }
    // After a time without the database all look silent that have not pulsed since: their leases
    // are good, and to end them would send mail twice.
    if (System.nanoTime() - unbroken > SILENCE.toNanos()) {
      execute(connection, SILENT);
    }
    execute(connection, FREE_ORPHANS);
    leases.giveBackStrays(connection, id);
    execute(connection, PROMOTE);
    try (PreparedStatement select = connection.prepareStatement(READY)) {
      select.setArray(1, connection.createArrayOf("text", queues.keySet().toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          signal(row.getString(1)).raise();
        }
      }
    }
    try (PreparedStatement select = connection.prepareStatement(NEXT_DUE);
        ResultSet row = select.executeQuery()) {
      row.next();
      double seconds = row.getDouble(1);
      boolean soon = !row.wasNull() && seconds < PULSE.toSeconds();
      return soon ? Duration.ofMillis((long) Math.max(0, seconds * 1000)) : PULSE;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  private void buryNeighbours(Connection connection) throws SQLException {
    List<UUID> ended = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT node, host, pid, started_at FROM queue_node");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ProcessIdentity other =
            new ProcessIdentity(
                row.getString("host"),
                row.getLong("pid"),
                row.getObject("started_at", OffsetDateTime.class).toInstant());
        if (process.hasEnded(other)) {
          ended.add(row.getObject("node", UUID.class));
        }
      }
    }
    for (UUID node : ended) {
      leave(connection, node);
    }
  }

  private static void leave(Connection connection, UUID node) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(LEAVE)) {
      delete.setObject(1, node);
      delete.executeUpdate();
    }
  }

  /** Stops the pulse and gives all leases back. */
  @Override
  public void close() {
    abandon();
    try {
      database.run(
          "leaving the queues",
          connection -> {
            leave(connection, id);
            execute(connection, FREE_ORPHANS);
            return null;
          });
    } catch (StoreException e) {
      LOG.warn("leases stay until they run out: {}", e.getMessage());
    }
  }

  /** Stops as a killed process does: without a word. For tests. */
  void abandon() {
    open = false; // no interrupt: it would close the database connection under the thread
    wake.raise();
    try {
      pulse.join(PULSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
