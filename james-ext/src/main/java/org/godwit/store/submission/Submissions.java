package org.godwit.store.submission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.listing.Change;
import org.godwit.store.mailbox.Modseqs;
import org.godwit.store.queue.JoinedMail;
import org.godwit.store.queue.JoinedMail.TakenBack;
import org.godwit.store.submission.SubmissionProgress.Delivered;
import org.godwit.store.submission.SubmissionProgress.Delivery;

/** Submissions of an account. Safe for many threads; calls block. */
public final class Submissions {

  private static final MailQueueName SPOOL = MailQueueFactory.SPOOL;

  /**
   * Something to send.
   *
   * @param envelope JSON, kept for the client
   * @param recipients as the client spells them
   * @param sendAt as clients are told
   * @param hold until then, when it can be taken back; zero or less is not at all
   * @param mail without a message, which is the one of the mailbox
   */
  public record Wish(
      String identity,
      UUID message,
      String envelope,
      List<String> recipients,
      Instant sendAt,
      Duration hold,
      Mail mail) {
    public Wish {
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * Submissions, the oldest first.
   *
   * @param modseq the account's, of the same moment
   */
  public record Found(List<Submission> submissions, long modseq) {
    public Found {
      submissions = List.copyOf(submissions);
    }
  }

  private static final String COLUMNS =
      """
      s.submission_id, s.identity_id, s.message_id, s.thread_id, s.envelope, s.send_at,
      s.undo_status, s.deliveries
      """;

  private static final String FIND =
      """
      SELECT a.modseq AS now, %s
        FROM account a
        LEFT JOIN submission s
          ON s.account_id = a.account_id AND NOT s.gone
         AND (?::uuid[] IS NULL OR s.submission_id = ANY (?::uuid[]))
       WHERE a.account_id = ?
       ORDER BY s.created_modseq
      """
          .formatted(COLUMNS);

  private static final String SINCE =
      """
      SELECT a.modseq AS now, a.purged_modseq <= ? AND a.modseq >= ? AS complete,
             s.submission_id, s.modseq, s.created_modseq > ? AS is_new, s.gone
        FROM account a
        LEFT JOIN submission s ON s.account_id = a.account_id AND s.modseq > ?
       WHERE a.account_id = ?
       ORDER BY s.modseq, s.submission_id
      """;

  private static final String MESSAGE =
      """
      SELECT g.thread_id, g.blob_hash, g.size - coalesce(octet_length(g.prefix), 0) AS size
        FROM message g
       WHERE g.account_id = ? AND g.message_id = ?
         AND EXISTS (SELECT 1 FROM mailbox_message m
                      WHERE m.account_id = g.account_id AND m.message_id = g.message_id)
      """;

  private static final String INSERT =
      """
      INSERT INTO submission AS s
        (account_id, submission_id, identity_id, message_id, thread_id, envelope, send_at,
         undo_status, deliveries, mail_id, created_modseq, modseq)
      VALUES (?, ?, ?, ?, ?, ?::json, ?, ?, ?::jsonb, ?, ?, ?)
      RETURNING
      """
          + COLUMNS;

  private static final String MAIL =
      """
      SELECT undo_status, mail_id FROM submission
       WHERE account_id = ? AND submission_id = ? AND NOT gone
      """;

  private static final String CANCEL =
      """
      UPDATE submission SET undo_status = 'canceled', modseq = ?, changed_at = now()
       WHERE account_id = ? AND submission_id = ?
      """;

  private static final String REMOVE =
      """
      UPDATE submission SET gone = true, modseq = ?, changed_at = now()
       WHERE account_id = ? AND submission_id = ? AND NOT gone
      """;

  private final Database database;
  private final JoinedMail queue;

  @Inject
  public Submissions(Database database, JoinedMail queue) {
    this.database = database;
    this.queue = queue;
  }

  /**
   * Submissions; one statement.
   *
   * @param ids empty for all
   */
  public Found find(long account, Optional<List<UUID>> ids) {
    return database.run(
        "reading submissions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(FIND)) {
            java.sql.Array some =
                ids.isEmpty() ? null : on.createArrayOf("uuid", ids.get().toArray());
            select.setArray(1, some);
            select.setArray(2, some);
            select.setLong(3, account);
            List<Submission> found = new ArrayList<>();
            long modseq = 0;
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                modseq = row.getLong("now");
                if (row.getObject("submission_id") != null) {
                  found.add(read(row));
                }
              }
            }
            return new Found(found, modseq);
          }
        });
  }

  private static Submission read(ResultSet row) throws SQLException {
    return new Submission(
        row.getObject("submission_id", UUID.class),
        row.getString("identity_id"),
        row.getObject("message_id", UUID.class),
        row.getObject("thread_id", UUID.class),
        row.getString("envelope"),
        row.getTimestamp("send_at").toInstant(),
        Submission.Undo.valueOf(row.getString("undo_status").toUpperCase(Locale.ROOT)),
        row.getString("deliveries"));
  }

  /** What became of submissions since a modseq; one statement. */
  public Change.Log<UUID> since(long account, long since) {
    return database.run(
        "reading changes of submissions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(SINCE)) {
            for (int i = 1; i <= 4; i++) {
              select.setLong(i, since);
            }
            select.setLong(5, account);
            List<Change<UUID>> changes = new ArrayList<>();
            long now = 0;
            boolean complete = false;
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                now = row.getLong("now");
                complete = row.getBoolean("complete");
                UUID id = row.getObject("submission_id", UUID.class);
                boolean isNew = row.getBoolean("is_new");
                boolean isGone = row.getBoolean("gone");
                if (id != null && !(isNew && isGone)) {
                  changes.add(new Change<>(id, row.getLong("modseq"), isNew, isGone, false));
                }
              }
            }
            return new Change.Log<>(changes, now, complete);
          }
        });
  }

  /**
   * Takes something to send: when this returns, it is committed with its mail. One transaction.
   *
   * @return empty when the message is not there any more
   * @throws MessagingException the mail cannot be written down
   */
  public Optional<Submission> add(long account, Wish wish) throws MessagingException {
    UUID id = UUID.randomUUID();
    new SubmissionTag(account, id).on(wish.mail());
    JoinedMail.Envelope envelope = JoinedMail.Envelope.of(wish.mail());
    Optional<Submission> added =
        database.transaction("taking a submission", on -> add(on, account, id, wish, envelope));
    added.ifPresent(done -> queue.wake(SPOOL, wish.hold()));
    return added;
  }

  private Optional<Submission> add(
      Connection on, long account, UUID id, Wish wish, JoinedMail.Envelope envelope)
      throws SQLException {
    long modseq = Modseqs.next(on, account); // locks the account, so its message stays
    try (PreparedStatement select = on.prepareStatement(MESSAGE)) {
      select.setLong(1, account);
      select.setObject(2, wish.message());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          on.rollback();
          return Optional.empty();
        }
        UUID thread = row.getObject("thread_id", UUID.class);
        BlobHash blob = BlobHash.of(row.getBytes("blob_hash"));
        long mail = queue.put(on, SPOOL, envelope, blob, row.getLong("size"), wish.hold());
        return Optional.of(insert(on, account, id, wish, thread, mail, modseq));
      }
    }
  }

  private static Submission insert(
      Connection on, long account, UUID id, Wish wish, UUID thread, long mail, long modseq)
      throws SQLException {
    boolean waits = wish.hold().isPositive();
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      insert.setLong(1, account);
      insert.setObject(2, id);
      insert.setString(3, wish.identity());
      insert.setObject(4, wish.message());
      insert.setObject(5, thread);
      insert.setString(6, wish.envelope());
      insert.setObject(7, wish.sendAt().atOffset(java.time.ZoneOffset.UTC));
      insert.setString(8, waits ? "pending" : "final");
      insert.setString(9, queued(wish.recipients()));
      insert.setLong(10, mail);
      insert.setLong(11, modseq);
      insert.setLong(12, modseq);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return read(row);
      }
    }
  }

  private static String queued(List<String> recipients) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    recipients.forEach(
        recipient ->
            json.set(
                recipient,
                SubmissionProgress.json(new Delivery("250 2.1.5 queued", Delivered.QUEUED))));
    return json.toString();
  }

  /** How a cancelation ended. */
  public enum Canceled {
    DONE,
    TOO_LATE,
    MISSING
  }

  /**
   * Takes a submission back, unless it is being sent. One transaction; of canceling and sending one
   * wins, and the other sees that it did not.
   */
  public Canceled cancel(long account, UUID id) {
    return database.transaction(
        "canceling a submission",
        on -> {
          long modseq = Modseqs.next(on, account);
          Canceled result = takeBack(on, account, id);
          if (result != Canceled.DONE) {
            on.rollback();
            return result;
          }
          execute(on, CANCEL, modseq, account, id);
          return result;
        });
  }

  private Canceled takeBack(Connection on, long account, UUID id) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(MAIL)) {
      select.setLong(1, account);
      select.setObject(2, id);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Canceled.MISSING;
        }
        if (!row.getString(1).equals("pending")) {
          return Canceled.TOO_LATE;
        }
        // A mail that is missing was thrown away by an administrator: it is not sent either.
        return queue.takeBack(on, SPOOL, row.getLong(2)) == TakenBack.TOO_LATE
            ? Canceled.TOO_LATE
            : Canceled.DONE;
      }
    }
  }

  /**
   * Forgets a submission; its mail goes its way.
   *
   * @return false when it is not there
   */
  public boolean remove(long account, UUID id) {
    return database.transaction(
        "forgetting a submission",
        on -> {
          long modseq = Modseqs.next(on, account);
          if (execute(on, REMOVE, modseq, account, id) == 1) {
            return true;
          }
          on.rollback();
          return false;
        });
  }

  private static int execute(Connection on, String sql, long modseq, long account, UUID id)
      throws SQLException {
    try (PreparedStatement update = on.prepareStatement(sql)) {
      update.setLong(1, modseq);
      update.setLong(2, account);
      update.setObject(3, id);
      return update.executeUpdate();
    }
  }
}
