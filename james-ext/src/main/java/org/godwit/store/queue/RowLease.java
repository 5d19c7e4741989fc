package org.godwit.store.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;

/** A lease on a row of mail_queue. */
final class RowLease implements Lease {

  /** A statement that ends the lease. */
  private interface Outcome {
    boolean on(Connection connection) throws SQLException;
  }

  private final MailRow row;
  private final Database database;
  private final QueueNode node;
  private final MessageCache messages;
  private final Parents parents;
  private volatile boolean hasChildren;

  RowLease(MailRow row, Database database, QueueNode node, MessageCache messages, Parents parents) {
    this.row = row;
    this.database = database;
    this.node = node;
    this.messages = messages;
    this.parents = parents;
    node.leases().hold(row);
  }

  /** Says that nobody works on the mail any more, whatever became of it. */
  void letGo() {
    node.leases().drop(row);
  }

  @Override
  public long id() {
    return row.id().number();
  }

  @Override
  public UUID origin() {
    return row.origin();
  }

  @Override
  public int attempts() {
    return row.attempts();
  }

  @Override
  public int generation() {
    return row.generation();
  }

  @Override
  public Instant queuedAt() {
    return row.queuedAt();
  }

  @Override
  public MailImpl mail() throws MessagingException {
    return mail(row, messages);
  }

  static MailImpl mail(MailRow row, MessageCache messages) throws MessagingException {
    MailImpl mail = MailCodec.mail(row.envelope());
    if (row.blob().isPresent()) {
      BlobHash hash = row.blob().get();
      mail.setMessageNoCopy(new BlobMessage(hash, row.size(), messages));
    }
    return mail;
  }

  @Override
  public <E extends Exception> void inside(Work<E> work) throws E {
    parents.inside(this, work);
  }

  /** What a mail that is enqueued inside is bound to. */
  QueueTable.Parent asParent() {
    hasChildren = true;
    return new QueueTable.Parent(row.id(), row.token(), row.generation());
  }

  @Override
  public boolean settle() {
    boolean ours =
        hasChildren
            ? releasing("settling a mail", on -> Outcomes.delete(on, row, false))
            : database.run("settling a mail", on -> Outcomes.delete(on, row, true));
    if (ours) {
      node.left(row);
    }
    return ours;
  }

  @Override
  public boolean retry(Duration delay, String error) {
    boolean ours =
        dropping(
            "postponing a mail",
            connection -> Outcomes.retry(connection, row, true, delay, MailCodec.clean(error)));
    available(delay);
    return ours;
  }

  @Override
  public boolean postpone(Mail rest, Duration delay, String error) throws MessagingException {
    MailRow.Envelope envelope = MailCodec.envelope(rest);
    boolean ours =
        releasing(
            "postponing the rest of a mail",
            connection ->
                Outcomes.rewrite(connection, row, envelope, delay, MailCodec.clean(error)));
    available(delay);
    return ours;
  }

  @Override
  public boolean split(Duration delay, String error) {
    boolean ours =
        dropping(
            "splitting a mail",
            connection -> Outcomes.split(connection, row, delay, MailCodec.clean(error)));
    available(delay);
    return ours;
  }

  @Override
  public boolean quarantine(String reason) {
    return dropping(
        "putting a mail into quarantine",
        connection -> Outcomes.quarantine(connection, row, MailCodec.clean(reason)));
  }

  @Override
  public boolean release(Duration delay) {
    boolean ours =
        dropping(
            "giving a mail back",
            connection -> Outcomes.retry(connection, row, false, delay, null));
    available(delay);
    return ours;
  }

  private void available(Duration delay) {
    if (delay.isPositive()) {
      node.dueIn(delay);
    } else {
      node.signal(row.id().queue()).raise();
    }
  }

  private boolean dropping(String doing, Outcome outcome) {
    if (!hasChildren) {
      return database.transaction(doing, outcome::on);
    }
    return database.transaction(
        doing,
        connection -> {
          Outcomes.dropChildren(connection, row.id(), row.token());
          return outcome.on(connection);
        });
  }

  private boolean releasing(String doing, Outcome outcome) {
    record Ended(boolean ours, List<String> queues) {}
    Ended ended =
        database.transaction(
            doing,
            connection -> {
              List<String> queues = Outcomes.freeChildren(connection, row);
              if (outcome.on(connection)) {
                return new Ended(true, queues);
              }
              connection.rollback(); // somebody else has the mail, and makes its children anew
              return new Ended(false, List.of());
            });
    ended.queues().forEach(queue -> node.signal(queue).raise());
    if (!ended.queues().isEmpty()) {
      node.dueIn(Duration.ZERO); // some may have a time
    }
    return ended.ours();
  }
}
