package org.godwit.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes work on the database: each says every {@link #BEAT} that it lives, by one statement
 * that tells it of the others. Safe for many threads.
 */
public final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final Duration BEAT = Duration.ofSeconds(2);

  /** Who says nothing for so long counts as gone. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private static final String WRITE =
      """
      INSERT INTO cluster_node (node, site, host, version, started_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (node) DO UPDATE SET seen_at = now()
      """;

  private static final String READ =
      """
      WITH beat AS (%s), forgotten AS (
        DELETE FROM cluster_node WHERE seen_at < now() - interval '1 day')
      SELECT node, site, host, version, started_at, seen_at, seen_at > now() - ?::interval AS alive
        FROM cluster_node
       ORDER BY site, host, started_at
      """
          .formatted(WRITE);

  private static final String LEAVE = "DELETE FROM cluster_node WHERE node = ?";

  /**
   * What a node has written of itself.
   *
   * @param seenAt when it last did, by the clock of the database
   * @param alive whether that is recent
   */
  public record Seen(Node node, Instant seenAt, boolean alive) {}

  private final Database database;
  private final Node ours;
  private final boolean shared;
  private final List<Runnable> joined = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("cluster").factory());
  private volatile Set<UUID> others = Set.of();
  private volatile long unbroken = System.nanoTime(); // since when each beat was written
  private boolean away;

  private Membership(Database database, Node ours, boolean shared) {
    this.database = database;
    this.ours = ours;
    this.shared = shared;
  }

  /**
   * Becomes one of the nodes of a database, and waits until the others know, if there are any.
   *
   * @param shared whether others can be there at all: nobody reaches a database of our own
   */
  @SuppressWarnings("FutureReturnValueIgnored") // beat() tells of its failures itself
  public static Membership join(Database database, Node ours, boolean shared) {
    Membership membership = new Membership(database, ours, shared);
    if (shared) {
      membership.beatNow();
      if (!membership.alone()) {
        LOG.info("{} other nodes work on the database", membership.others.size());
        membership.untilOthersKnow();
      }
      membership.clock.scheduleWithFixedDelay(
          membership::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return membership;
  }

  private void untilOthersKnow() {
    try {
      Thread.sleep(BEAT.plusMillis(500));
      beatNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** This node. */
  public Node ours() {
    return ours;
  }

  /** Whether no other node is there, as far as is known. Costs nothing. */
  public boolean alone() {
    return others.isEmpty();
  }

  /** Runs {@code then} whenever a node has joined that was not known before. */
  void onJoin(Runnable then) {
    joined.add(then);
  }

  /** All nodes, also those that are silent since less than a day. One statement. */
  public List<Seen> nodes() {
    return database.run("reading the nodes", this::beat);
  }

  /** The database could not be asked. */
  void interrupted() {
    unbroken = System.nanoTime();
  }

  synchronized void beatNow() {
    List<Seen> all = database.run("saying that we live", this::beat);
    Set<UUID> now = new HashSet<>();
    // After a time without the database all look silent that have not written since.
    boolean fresh = System.nanoTime() - unbroken < SILENCE.toNanos();
    for (Seen seen : all) {
      UUID id = seen.node().id();
      if (!id.equals(ours.id()) && (seen.alive() || (fresh && others.contains(id)))) {
        now.add(id);
      }
    }
    boolean more = !others.containsAll(now);
    others = Set.copyOf(now);
    if (more) {
      joined.forEach(Runnable::run);
    }
  }

  private void beat() {
    try {
      beatNow();
      if (away) {
        LOG.info("the other nodes can be heard again");
      }
      away = false;
    } catch (StoreException e) {
      interrupted();
      if (!away) {
        LOG.warn("the other nodes cannot be heard: {}", e.getMessage());
      }
      away = true;
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("looking for other nodes", e);
    }
  }

  private List<Seen> beat(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, ours.id());
      statement.setString(2, ours.site());
      statement.setString(3, ours.host());
      statement.setString(4, ours.version());
      statement.setObject(5, ours.startedAt().atOffset(ZoneOffset.UTC));
      statement.setString(6, SILENCE.toString());
      List<Seen> all = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Node node =
              new Node(
                  row.getObject("node", UUID.class),
                  row.getString("site"),
                  row.getString("host"),
                  row.getString("version"),
                  time(row, "started_at"));
          all.add(new Seen(node, time(row, "seen_at"), row.getBoolean("alive")));
        }
      }
      return all;
    }
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Ends as a killed process does: without a word. For tests. */
  void abandon() {
    clock.shutdown();
    try {
      if (!clock.awaitTermination(SILENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("a beat is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that this node is no more. */
  @Override
  public void close() {
    abandon();
    if (!shared) {
      return;
    }
    try {
      database.run(
          "leaving the other nodes",
          connection -> {
            try (PreparedStatement delete = connection.prepareStatement(LEAVE)) {
              delete.setObject(1, ours.id());
              return delete.executeUpdate();
            }
          });
    } catch (StoreException e) {
      LOG.warn("the other nodes notice by our silence: {}", e.getMessage());
    }
  }
}
