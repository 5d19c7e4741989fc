package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.godwit.store.blob.BlobHash;

/**
 * Mail that goes into a queue by a transaction that does more, and may be taken out again by
 * another. Stateless but for waking workers; safe for many threads.
 *
 * <p>Taking back and sending are told apart by the row: whoever locks it first has it. A worker
 * that finds it locked passes by, and a take-back that finds it leased takes nothing.
 */
public final class JoinedMail {

  private static final String TAKE_BACK =
      """
      DELETE FROM mail_queue
       WHERE queue = ? AND mail_id = ? AND stage = 'ready' AND lease_owner IS NULL
      """;

  private static final String IS_THERE =
      "SELECT EXISTS (SELECT 1 FROM mail_queue WHERE queue = ? AND mail_id = ?)";

  private final PostgresMailQueueFactory factory;

  @Inject
  public JoinedMail(PostgresMailQueueFactory factory) {
    this.factory = factory;
  }

  /** All of a mail but its message, written down. */
  public static final class Envelope {
    private final MailRow.Envelope row;

    private Envelope(MailRow.Envelope row) {
      this.row = row;
    }

    /**
     * Writes a mail's envelope and attributes down.
     *
     * @param mail its message is not looked at
     * @throws MessagingException it cannot be written down
     */
    public static Envelope of(Mail mail) throws MessagingException {
      return new Envelope(MailCodec.envelope(mail));
    }
  }

  /**
   * Puts a mail in, whose message is a blob that is kept already. Whatever refers to the blob must
   * be locked by this transaction.
   *
   * @param size of the blob, in bytes
   * @param delay until it may be worked on; zero or less is at once
   * @return what the queue calls it
   */
  public long put(
      Connection on,
      MailQueueName queue,
      Envelope envelope,
      BlobHash blob,
      long size,
      Duration delay)
      throws SQLException {
    MessageBytes message = new MessageBytes(blob, size, Optional.empty(), Optional.empty());
    return QueueTable.insert(
            on,
            queue.asString(),
            UUID.randomUUID(),
            envelope.row,
            Optional.of(message),
            delay,
            Optional.empty(),
            Optional.empty())
        .id()
        .number();
  }

  /** To be called when the transaction of {@link #put} has committed. */
  public void wake(MailQueueName queue, Duration delay) {
    factory.dueIn(queue.asString(), delay);
  }

  /** How a mail was found. */
  public enum TakenBack {
    /** It waited, and is gone. */
    TAKEN,
    /** Somebody works on it. */
    TOO_LATE,
    /** Nothing was there. */
    MISSING
  }

  /** Takes a mail out, if nobody works on it. */
  public TakenBack takeBack(Connection on, MailQueueName queue, long mail) throws SQLException {
    try (PreparedStatement delete = on.prepareStatement(TAKE_BACK);
        PreparedStatement select = on.prepareStatement(IS_THERE)) {
      delete.setString(1, queue.asString());
      delete.setLong(2, mail);
      if (delete.executeUpdate() == 1) {
        return TakenBack.TAKEN;
      }
      select.setString(1, queue.asString());
      select.setLong(2, mail);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1) ? TakenBack.TOO_LATE : TakenBack.MISSING;
      }
    }
  }
}
