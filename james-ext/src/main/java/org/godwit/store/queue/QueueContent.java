package org.godwit.store.queue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueue.DefaultMailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueItemView;
import org.apache.james.queue.api.ManageableMailQueue.MailQueueIterator;
import org.godwit.store.Database;

/** What James's manageable queue may ask about, and do to, the mail that waits. */
final class QueueContent {

  private static final String SIZE =
      "SELECT count(*) FROM mail_queue WHERE queue = ? AND stage = 'ready'";

  private static final String FLUSH =
      """
      UPDATE mail_queue
         SET due_at = NULL
       WHERE queue = ? AND stage = 'ready' AND due_at IS NOT NULL AND lease_owner IS NULL
      """;

  private static final String CLEAR =
      "DELETE FROM mail_queue WHERE queue = ? AND stage = 'ready' AND lease_owner IS NULL";

  private static final String PAGE =
      "SELECT "
          + QueueTable.COLUMNS
          + """
             FROM mail_queue q
            WHERE queue = ? AND stage = 'ready' AND (-priority, mail_id) > (?, ?)
            ORDER BY -priority, mail_id
            LIMIT 100
          """;

  private final String queue;
  private final Database database;
  private final MessageCache messages;

  QueueContent(String queue, Database database, MessageCache messages) {
    this.queue = queue;
    this.database = database;
    this.messages = messages;
  }

  long size() {
    return database.run(
        "counting a queue",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SIZE)) {
            select.setString(1, queue);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  long flush() {
    return update("flushing a queue", FLUSH);
  }

  long clear() {
    return update("clearing a queue", CLEAR);
  }

  long remove(ManageableMailQueue.Type type, String value) {
    String condition =
        switch (type) {
          case Name -> " AND name = ?";
          case Sender -> " AND sender = ?";
          case Recipient -> " AND ? = ANY (recipients)";
        };
    return update("removing queued mail", CLEAR + condition, value);
  }

  private long update(String doing, String sql, String... more) {
    return database.run(
        doing,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, queue);
            for (int i = 0; i < more.length; i++) {
              statement.setString(i + 2, more[i]);
            }
            return (long) statement.executeUpdate();
          }
        });
  }

  MailQueueIterator browse() {
    return new Pages();
  }

  private List<MailRow> page(int priority, long after) {
    return database.run(
        "reading a queue",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, queue);
            select.setInt(2, -priority);
            select.setLong(3, after);
            try (ResultSet row = select.executeQuery()) {
              return QueueTable.readAll(row);
            }
          }
        });
  }

  /** Reads on when it runs out, so that a long queue is never in memory. */
  private final class Pages implements MailQueueIterator {
    private final Deque<MailRow> read = new ArrayDeque<>();
    private int priority = 10;
    private long after;
    private boolean more = true;

    @Override
    public boolean hasNext() {
      if (read.isEmpty() && more) {
        read.addAll(page(priority, after));
        more = !read.isEmpty();
      }
      return !read.isEmpty();
    }

    @Override
    public MailQueueItemView next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      MailRow row = read.remove();
      priority = row.envelope().priority();
      after = row.id().number();
      try {
        Optional<ZonedDateTime> due = row.dueAt().map(time -> time.atZone(ZoneOffset.UTC));
        return new DefaultMailQueueItemView(RowLease.mail(row, messages), due);
      } catch (MessagingException e) {
        throw new IllegalStateException("a queued mail cannot be understood", e);
      }
    }

    @Override
    public void close() {
      more = false;
      read.clear();
    }
  }
}
