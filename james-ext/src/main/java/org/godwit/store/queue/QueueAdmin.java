package org.godwit.store.queue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * What an administrator sees of the queues and can do. Safe for many threads; each call is one
 * statement, and fails with {@link org.godwit.store.StoreUnavailable} when the database cannot be
 * asked.
 */
public final class QueueAdmin {

  /** What a mail waits for. */
  public enum State {
    /** A worker. */
    READY,
    /** Its time: it is new and was given one, or an attempt failed. */
    DELAYED,
    /** Nothing: somebody works on it. */
    ACTIVE,
    /** The end of the mail that caused it. */
    HELD,
    /** An administrator: it failed too often, or can never work. */
    QUARANTINE
  }

  /**
   * A queue that holds mail.
   *
   * @param mails of all states
   * @param quarantined of these
   * @param oldest when its oldest mail was accepted; mail in quarantine, and mail that was given a
   *     later time, does not count
   * @param overdue since when somebody should work on a mail on which nobody does; mail that is
   *     tried again has lost its time when it is ready, and does not count
   * @param failing destinations that could not be reached for an hour or longer
   */
  public record Queue(
      String name,
      long mails,
      long quarantined,
      Optional<Instant> oldest,
      Optional<Instant> overdue,
      long failing) {

    /** One without mail. */
    public static Queue empty(String name) {
      return new Queue(name, 0, 0, Optional.empty(), Optional.empty(), 0);
    }
  }

  /**
   * A mail in a queue.
   *
   * @param id for the calls below
   * @param sender empty is the null sender
   * @param size in bytes
   * @param attempts that failed
   * @param nextTry empty is at once, or never for a mail in quarantine
   * @param lastError of the last failed attempt
   */
  public record QueuedMail(
      long id,
      String queue,
      String name,
      Optional<String> sender,
      List<String> recipients,
      long size,
      State state,
      int attempts,
      Instant queuedAt,
      Optional<Instant> nextTry,
      Optional<String> lastError) {}

  private static final String QUEUES =
      """
      SELECT queue, count(*), count(*) FILTER (WHERE stage = 'quarantine'),
             min(queued_at) FILTER (WHERE stage <> 'quarantine'
               AND (attempts > 0 OR due_at IS NULL OR due_at <= now())),
             min(coalesce(due_at, queued_at)) FILTER (WHERE stage = 'ready' AND lease_owner IS NULL
               AND (due_at <= now() OR (due_at IS NULL AND attempts = 0))),
             count(DISTINCT split_part(recipients[1], '@', 2)) FILTER (WHERE stage = 'ready'
               AND attempts > 0 AND queued_at < now() - interval '1 hour')
        FROM mail_queue
       GROUP BY queue
       ORDER BY queue
      """;

  private static final String MAILS =
      """
      SELECT mail_id, queue, name, sender, recipients, size, stage, lease_owner IS NOT NULL,
             attempts, queued_at, due_at, last_error
        FROM mail_queue
       WHERE (?::text IS NULL OR queue = ?) AND mail_id > ? AND (?::bigint IS NULL OR mail_id = ?)
       ORDER BY mail_id
       LIMIT ?
      """;

  private static final String RETRY =
      """
      UPDATE mail_queue
         SET stage = 'ready', due_at = NULL,
             attempts = CASE stage WHEN 'quarantine' THEN 0 ELSE attempts END
       WHERE mail_id = ? AND stage <> 'held' AND lease_owner IS NULL
      RETURNING queue
      """;

  private static final String DELETE =
      "DELETE FROM mail_queue WHERE mail_id = ? AND stage <> 'held' AND lease_owner IS NULL";

  private final Database database;
  private final PostgresMailQueueFactory factory;

  @Inject
  public QueueAdmin(Database database, PostgresMailQueueFactory factory) {
    this.database = database;
    this.factory = factory;
  }

  /** Queues that hold mail, by name. */
  public List<Queue> queues() {
    return database.run(
        "listing the queues",
        connection -> {
          List<Queue> found = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(QUEUES);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(
                  new Queue(
                      row.getString(1),
                      row.getLong(2),
                      row.getLong(3),
                      Optional.ofNullable(instant(row, 4)),
                      Optional.ofNullable(instant(row, 5)),
                      row.getLong(6)));
            }
          }
          return found;
        });
  }

  /**
   * Mail by id, a page at a time.
   *
   * @param queue empty is all
   * @param after the last id of the page before, or 0
   * @param limit 1 or more
   */
  public List<QueuedMail> list(Optional<String> queue, long after, int limit) {
    return select(queue, after, OptionalLong.empty(), limit);
  }

  /** One mail. */
  public Optional<QueuedMail> get(long id) {
    return select(Optional.empty(), 0, OptionalLong.of(id), 1).stream().findFirst();
  }

  private List<QueuedMail> select(Optional<String> queue, long after, OptionalLong id, int limit) {
    return database.run(
        "listing queued mail",
        connection -> {
          List<QueuedMail> found = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(MAILS)) {
            select.setString(1, queue.orElse(null));
            select.setString(2, queue.orElse(null));
            select.setLong(3, after);
            Object one = id.isPresent() ? id.getAsLong() : null;
            select.setObject(4, one, java.sql.Types.BIGINT);
            select.setObject(5, one, java.sql.Types.BIGINT);
            select.setInt(6, limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(read(row));
              }
            }
          }
          return found;
        });
  }

  private static QueuedMail read(ResultSet row) throws SQLException {
    Optional<Instant> due = Optional.ofNullable(instant(row, 11));
    State state =
        switch (row.getString(7)) {
          case "held" -> State.HELD;
          case "quarantine" -> State.QUARANTINE;
          default ->
              row.getBoolean(8) ? State.ACTIVE : due.isPresent() ? State.DELAYED : State.READY;
        };
    return new QueuedMail(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        QueueTable.texts(row.getArray(5)),
        row.getLong(6),
        state,
        row.getInt(9),
        instant(row, 10),
        state == State.QUARANTINE ? Optional.empty() : due,
        Optional.ofNullable(row.getString(12)));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return MailCodec.instant(row.getObject(column, OffsetDateTime.class));
  }

  /**
   * Tries a mail now: one that waits for its time, or one in quarantine, which starts anew.
   *
   * @return false when there is no such mail, or somebody is working on it
   */
  public boolean retry(long id) {
    Optional<String> queue =
        database.run(
            "retrying a queued mail",
            connection -> {
              try (PreparedStatement update = connection.prepareStatement(RETRY)) {
                update.setLong(1, id);
                try (ResultSet row = update.executeQuery()) {
                  return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
                }
              }
            });
    queue.ifPresent(factory::wake);
    return queue.isPresent();
  }

  /**
   * Throws a mail away; nobody is told.
   *
   * @return false when there is no such mail, or somebody is working on it
   */
  public boolean delete(long id) {
    return database.run(
        "deleting a queued mail",
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
          }
        });
  }
}
