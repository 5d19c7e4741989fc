package org.godwit.store.queue;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;

/** The statements on mail_queue that put mail in and lease it. Stateless. */
final class QueueTable {

  /** A mail that waits for a lease of its parent to settle. */
  record Parent(MailRow.Id id, long token, int generation) {}

  private static final String INSERT =
      """
      INSERT INTO mail_queue
        (queue, stage, priority, due_at, origin, name, sender, recipients, mail_state, mail_error,
         attributes, headers, remote_host, remote_addr, updated_at, blob, size,
         lease_token, lease_owner, generation, parent_queue, parent_id, parent_token)
      VALUES (?, ?, ?, now() + make_interval(secs => ?), ?, ?, ?, ?, ?, ?,
              ?::json, ?::json, ?, ?, ?, ?, ?,
              ?, ?, ?, ?, ?, ?)
      RETURNING mail_id, queued_at
      """;

  private static final String INSERT_WITH_BYTES = "WITH bytes AS (" + Blobs.PUT + ")\n" + INSERT;

  static final String COLUMNS =
      """
      q.queue, q.mail_id, q.origin, q.lease_token, q.attempts, q.generation, q.queued_at, q.due_at, q.name,
      q.sender, q.recipients, q.mail_state, q.mail_error, q.attributes, q.headers, q.remote_host,
      q.remote_addr, q.updated_at, q.priority, q.blob, q.size
      """;

  // A lost lease is an available mail, so the commit need not wait for the disk: set_config holds
  // for this one transaction. The token steps by chance, since the mail of a lost lease is leased
  // from the same token again, and the two must not be taken for one another.
  private static final String LEASE =
      """
      WITH pick AS MATERIALIZED (
        SELECT queue, mail_id
          FROM mail_queue
         WHERE queue = ? AND stage = 'ready' AND due_at IS NULL AND lease_owner IS NULL
         ORDER BY priority DESC, mail_id
         LIMIT 1
           FOR UPDATE SKIP LOCKED)
      UPDATE mail_queue q
         SET lease_owner = ?, lease_token = q.lease_token + 1 + (random() * 1000000)::int
        FROM pick
       WHERE q.queue = pick.queue AND q.mail_id = pick.mail_id
         AND set_config('synchronous_commit', 'off', true) = 'off'
      RETURNING
      """
          + COLUMNS;

  private QueueTable() {}

  /**
   * Puts a mail and its bytes in. One statement, so one transaction.
   *
   * @param origin what the mail and all that comes of it are known by
   * @param delay until it may be leased; zero or less is at once
   * @param owner leases it at once; empty leaves it ready
   */
  static MailRow insert(
      Connection connection,
      String queue,
      UUID origin,
      MailRow.Envelope mail,
      Optional<MessageBytes> message,
      Duration delay,
      Optional<Parent> parent,
      Optional<UUID> owner)
      throws SQLException {
    boolean fresh = message.flatMap(MessageBytes::fresh).isPresent();
    if (message.isPresent() && !fresh) {
      Blobs.touch(connection, message.get().hash());
    }
    long token = owner.isPresent() ? 1 : 0;
    try (PreparedStatement insert =
        connection.prepareStatement(fresh ? INSERT_WITH_BYTES : INSERT)) {
      int at = fresh ? Blobs.bind(insert, 1, message.get().fresh().orElseThrow()) : 1;
      insert.setString(at++, queue);
      insert.setString(at++, parent.isPresent() ? "held" : "ready");
      insert.setInt(at++, mail.priority());
      if (delay.isPositive()) {
        insert.setDouble(at++, delay.toMillis() / 1000.0);
      } else {
        insert.setNull(at++, Types.DOUBLE);
      }
      insert.setObject(at++, origin);
      at = bind(insert, at, mail);
      insert.setBytes(at++, message.map(bytes -> bytes.hash().bytes()).orElse(null));
      insert.setLong(at++, message.map(MessageBytes::size).orElse(0L));
      insert.setLong(at++, token);
      insert.setObject(at++, owner.orElse(null), Types.OTHER);
      int generation = parent.map(p -> p.generation() + 1).orElse(0);
      insert.setInt(at++, generation);
      insert.setString(at++, parent.map(p -> p.id().queue()).orElse(null));
      insert.setObject(at++, parent.map(p -> p.id().number()).orElse(null), Types.BIGINT);
      insert.setObject(at, parent.map(Parent::token).orElse(null), Types.BIGINT);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new MailRow(
            new MailRow.Id(queue, row.getLong("mail_id")),
            origin,
            token,
            0,
            generation,
            row.getObject("queued_at", OffsetDateTime.class).toInstant(),
            Optional.empty(),
            mail,
            message.map(MessageBytes::hash),
            message.map(MessageBytes::size).orElse(0L));
      }
    }
  }

  /** Sets the ten columns from name to updated_at. */
  static int bind(PreparedStatement statement, int first, MailRow.Envelope mail)
      throws SQLException {
    int at = first;
    statement.setString(at++, mail.name());
    statement.setString(at++, mail.sender());
    statement.setArray(
        at++,
        statement.getConnection().createArrayOf("text", mail.recipients().toArray(String[]::new)));
    statement.setString(at++, mail.state());
    statement.setString(at++, mail.error());
    statement.setString(at++, mail.attributes());
    statement.setString(at++, mail.headers());
    statement.setString(at++, mail.remoteHost());
    statement.setString(at++, mail.remoteAddr());
    statement.setObject(
        at++,
        mail.updatedAt() == null ? null : mail.updatedAt().atOffset(ZoneOffset.UTC),
        Types.TIMESTAMP_WITH_TIMEZONE);
    return at;
  }

  /** Leases the mail that is next, if there is one. One statement. */
  static Optional<MailRow> lease(Connection connection, String queue, UUID owner)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LEASE)) {
      update.setString(1, queue);
      update.setObject(2, owner);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  /** Reads {@link #COLUMNS}. */
  static MailRow read(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("blob");
    return new MailRow(
        new MailRow.Id(row.getString("queue"), row.getLong("mail_id")),
        row.getObject("origin", UUID.class),
        row.getLong("lease_token"),
        row.getInt("attempts"),
        row.getInt("generation"),
        row.getObject("queued_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        new MailRow.Envelope(
            row.getString("name"),
            row.getString("sender"),
            texts(row.getArray("recipients")),
            row.getString("mail_state"),
            row.getString("mail_error"),
            row.getString("attributes"),
            row.getString("headers"),
            row.getString("remote_host"),
            row.getString("remote_addr"),
            MailCodec.instant(row.getObject("updated_at", OffsetDateTime.class)),
            row.getInt("priority")),
        Optional.ofNullable(hash).map(BlobHash::of),
        row.getLong("size"));
  }

  static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** Reads all rows of {@link #COLUMNS}. */
  static List<MailRow> readAll(ResultSet row) throws SQLException {
    List<MailRow> found = new ArrayList<>();
    while (row.next()) {
      found.add(read(row));
    }
    return found;
  }
}
