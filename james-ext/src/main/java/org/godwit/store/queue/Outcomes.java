package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that end a lease. Each works only for the lease that is the mail's latest, and
 * returns whether it was. Stateless; the caller gives the transaction.
 */
final class Outcomes {

  private static final String OURS = " WHERE queue = ? AND mail_id = ? AND lease_token = ?";

  private static final String DELETE = "DELETE FROM mail_queue" + OURS;

  // Without children a lost delete is a mail that is processed again, and every delivery counts
  // once: no need to wait for the disk. With children the commit waits, because they go out.
  private static final String DELETE_LAZILY =
      DELETE + " AND set_config('synchronous_commit', 'off', true) = 'off'";

  private static final String FREE_CHILDREN =
      """
      UPDATE mail_queue
         SET stage = 'ready', parent_queue = NULL, parent_id = NULL, parent_token = NULL
       WHERE parent_queue = ? AND parent_id = ? AND parent_token = ?
      RETURNING queue
      """;

  private static final String DROP_CHILDREN =
      "DELETE FROM mail_queue WHERE parent_queue = ? AND parent_id = ? AND parent_token = ?";

  private static final String RETRY =
      """
      UPDATE mail_queue
         SET lease_owner = NULL, attempts = attempts + ?, last_error = coalesce(?, last_error),
             due_at = now() + make_interval(secs => ?)
      """
          + OURS;

  private static final String REWRITE =
      """
      UPDATE mail_queue
         SET lease_owner = NULL, attempts = attempts + 1, last_error = ?,
             due_at = now() + make_interval(secs => ?),
             name = ?, sender = ?, recipients = ?, mail_state = ?, mail_error = ?,
             attributes = ?::json, headers = ?::json, remote_host = ?, remote_addr = ?,
             updated_at = ?
      """
          + OURS;

  private static final String QUARANTINE =
      """
      UPDATE mail_queue
         SET stage = 'quarantine', lease_owner = NULL, attempts = attempts + 1, last_error = ?
      """
          + OURS;

  // The parts keep the origin, so that what one of them has delivered already counts.
  private static final String SPLIT =
      """
      INSERT INTO mail_queue
        (queue, stage, priority, due_at, origin, name, sender, recipients, mail_state, mail_error,
         attributes, headers, remote_host, remote_addr, updated_at, blob, size, queued_at,
         attempts, last_error, generation)
      SELECT queue, 'ready', priority, now() + make_interval(secs => ?), origin, name, sender,
             ARRAY[recipient], mail_state, mail_error, attributes, headers, remote_host,
             remote_addr, updated_at, blob, size, queued_at, attempts + 1, ?, generation
        FROM mail_queue, unnest(recipients) AS recipient
      """
          + OURS;

  private Outcomes() {}

  static boolean delete(Connection connection, MailRow row, boolean lazily) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(lazily ? DELETE_LAZILY : DELETE)) {
      bindOurs(delete, 1, row);
      return delete.executeUpdate() == 1;
    }
  }

  /** Makes the mail ready that this lease has enqueued; returns the queues it is in. */
  static List<String> freeChildren(Connection connection, MailRow row) throws SQLException {
    List<String> queues = new ArrayList<>();
    try (PreparedStatement update = connection.prepareStatement(FREE_CHILDREN)) {
      bindOurs(update, 1, row);
      try (ResultSet freed = update.executeQuery()) {
        while (freed.next()) {
          queues.add(freed.getString(1));
        }
      }
    }
    return queues;
  }

  static void dropChildren(Connection connection, MailRow.Id mail, long token) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DROP_CHILDREN)) {
      bindOurs(delete, 1, mail, token);
      delete.executeUpdate();
    }
  }

  static boolean retry(
      Connection connection, MailRow row, boolean counts, Duration delay, String error)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RETRY)) {
      update.setInt(1, counts ? 1 : 0);
      update.setString(2, error);
      bindDelay(update, 3, delay);
      bindOurs(update, 4, row);
      return update.executeUpdate() == 1;
    }
  }

  static boolean rewrite(
      Connection connection, MailRow row, MailRow.Envelope mail, Duration delay, String error)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REWRITE)) {
      update.setString(1, error);
      bindDelay(update, 2, delay);
      bindOurs(update, QueueTable.bind(update, 3, mail), row);
      return update.executeUpdate() == 1;
    }
  }

  static boolean quarantine(Connection connection, MailRow row, String reason) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(QUARANTINE)) {
      update.setString(1, reason);
      bindOurs(update, 2, row);
      return update.executeUpdate() == 1;
    }
  }

  static boolean split(Connection connection, MailRow row, Duration delay, String error)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(SPLIT)) {
      bindDelay(insert, 1, delay);
      insert.setString(2, error);
      bindOurs(insert, 3, row);
      insert.executeUpdate();
    }
    return delete(connection, row, false);
  }

  private static void bindDelay(PreparedStatement statement, int at, Duration delay)
      throws SQLException {
    if (delay.isPositive()) {
      statement.setDouble(at, delay.toMillis() / 1000.0);
    } else {
      statement.setNull(at, java.sql.Types.DOUBLE);
    }
  }

  private static void bindOurs(PreparedStatement statement, int first, MailRow row)
      throws SQLException {
    bindOurs(statement, first, row.id(), row.token());
  }

  private static void bindOurs(PreparedStatement statement, int first, MailRow.Id mail, long token)
      throws SQLException {
    statement.setString(first, mail.queue());
    statement.setLong(first + 1, mail.number());
    statement.setLong(first + 2, token);
  }
}
