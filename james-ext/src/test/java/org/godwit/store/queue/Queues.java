package org.godwit.store.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.godwit.store.Database;
import org.godwit.timing.Timings;

/** A node of the queues for tests, with shorthands. */
public final class Queues implements AutoCloseable {

  private final PostgresMailQueueFactory factory;
  private final QueueAdmin admin;

  public Queues(Database database) {
    factory =
        new PostgresMailQueueFactory(
            database,
            new RawMailQueueItemDecoratorFactory(),
            new RecordingMetricFactory(),
            new NoopGaugeRegistry(),
            new Timings());
    admin = new QueueAdmin(database, factory);
  }

  public PostgresMailQueueFactory factory() {
    return factory;
  }

  public QueueAdmin admin() {
    return admin;
  }

  public LeasedQueue queue(String name) {
    return factory.queue(MailQueueName.of(name));
  }

  public void put(String queue, String mail, String... recipients) throws MessagingException {
    queue(queue).enQueue(mail(mail, recipients));
  }

  public static MailImpl mail(String name, String... recipients) throws MessagingException {
    MailImpl mail =
        MailImpl.builder()
            .name(name)
            .sender("sender@example.org")
            .addRecipients(recipients)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      MimeMessageBuilder.mimeMessageBuilder()
          .setSubject(name)
          .setText("text of " + name)
          .build()
          .writeTo(bytes);
    } catch (IOException e) {
      throw new MessagingException("memory cannot be written to", e);
    }
    mail.setMessageContent(new InMemory(name, bytes));
    return mail;
  }

  /** A message that holds nothing which must be given back. */
  private record InMemory(String name, ByteArrayOutputStream bytes) implements MimeMessageSource {
    @Override
    public String getSourceId() {
      return name;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public long getMessageSize() {
      return bytes.size();
    }
  }

  /** Leases what is next. */
  public Optional<Lease> lease(String queue) {
    return next(queue(queue));
  }

  /** Leases what is next. */
  public static Optional<Lease> next(LeasedQueue queue) {
    return ((PostgresMailQueue) queue).lease().map(lease -> lease);
  }

  /** Ends a node like a killed process. */
  public static void kill(PostgresMailQueueFactory factory) {
    factory.abandon();
  }

  /** The names of all mail in all queues, with the state of each. */
  public List<String> content() {
    return admin.list(Optional.empty(), 0, 1_000).stream()
        .map(mail -> mail.queue() + " " + mail.name() + " " + mail.state())
        .toList();
  }

  /** Ends like a killed process. */
  public void kill() {
    factory.abandon();
  }

  public static String text(MailImpl mail) throws Exception {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    mail.getMessage().writeTo(out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    factory.close();
  }
}
