package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A queue whose time is a test's: mail comes out when the clock says so. What was taken and not
 * settled is still in it, as after a crash.
 */
final class TestQueue implements MailQueue {

  /** Queues by name. */
  static final class Factory implements MailQueueFactory<TestQueue> {
    private final Map<MailQueueName, TestQueue> queues = new ConcurrentHashMap<>();
    private final Clock clock;

    Factory(Clock clock) {
      this.clock = clock;
    }

    @Override
    public Optional<TestQueue> getQueue(MailQueueName name, PrefetchCount count) {
      return Optional.ofNullable(queues.get(name));
    }

    @Override
    public TestQueue createQueue(MailQueueName name, PrefetchCount count) {
      return queues.computeIfAbsent(name, n -> new TestQueue(n, clock));
    }

    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
      return queues.keySet();
    }
  }

  /** Stands between a message's bytes and who reads them. */
  interface Reading {
    MimeMessageSource over(MimeMessageSource source);
  }

  /** One row. */
  static final class Row {
    private final Mail mail;
    private final Instant due;
    private boolean taken;

    Row(Mail mail, Instant due) {
      this.mail = mail;
      this.due = due;
    }

    Mail mail() {
      return mail;
    }

    Instant due() {
      return due;
    }

    boolean taken() {
      return taken;
    }
  }

  private final MailQueueName name;
  private final Clock clock;
  private final List<Row> rows = new ArrayList<>();
  private RuntimeException away;
  private RuntimeException later;
  private int untilAway = -1;
  private int refusals;
  private Reading reading = source -> source;

  private TestQueue(MailQueueName name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  synchronized List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Every call fails with this until it is null. */
  synchronized void failWith(RuntimeException reason) {
    away = reason;
  }

  /** Every call fails when so many mails were queued. */
  synchronized void failAfter(int mails, RuntimeException reason) {
    untilAway = mails;
    later = reason;
  }

  /** How many calls failed. */
  synchronized int refusals() {
    return refusals;
  }

  synchronized void readingThrough(Reading other) {
    reading = other;
  }

  /** Nobody who took something will ever settle it. */
  synchronized void leasesRunOut() {
    rows.forEach(row -> row.taken = false);
  }

  private void check() throws MailQueueException {
    if (away != null) {
      refusals++;
      throw new MailQueueException("the queue is away", away);
    }
  }

  @Override
  public MailQueueName getName() {
    return name;
  }

  @Override
  public synchronized void enQueue(Mail mail, Duration delay) throws MailQueueException {
    check();
    if (untilAway-- == 0) {
      away = later;
      check();
    }
    rows.add(new Row(copy(mail), clock.instant().plus(delay)));
  }

  @Override
  public void enQueue(Mail mail) throws MailQueueException {
    enQueue(mail, Duration.ZERO);
  }

  @Override
  public Publisher<Void> enqueueReactive(Mail mail) {
    return Mono.error(new UnsupportedOperationException());
  }

  private static MailImpl copy(Mail mail) throws MailQueueException {
    try {
      MailImpl copy = MailImpl.duplicateWithoutMessage(mail).build();
      MimeMessageWrapper message = (MimeMessageWrapper) mail.getMessage();
      copy.setMessageContent(BytesSource.of(message.getMessageInputStream()));
      copy.setName(mail.getName());
      copy.setState(mail.getState());
      return copy;
    } catch (MessagingException | IOException e) {
      throw new MailQueueException("copying", e);
    }
  }

  @Override
  public Publisher<MailQueueItem> deQueue() {
    return Flux.<MailQueueItem>generate(
            sink -> {
              try {
                sink.next(take());
              } catch (InterruptedException e) {
                sink.complete();
              }
            })
        .subscribeOn(Schedulers.newSingle("test-queue", true));
  }

  private MailQueueItem take() throws InterruptedException {
    while (true) {
      Optional<MailQueueItem> next = poll();
      if (next.isPresent()) {
        return next.get();
      }
      Thread.sleep(2);
    }
  }

  private synchronized Optional<MailQueueItem> poll() {
    if (away != null) {
      return Optional.empty();
    }
    for (Row row : rows) {
      if (!row.taken && !row.due.isAfter(clock.instant())) {
        row.taken = true;
        return Optional.of(item(row));
      }
    }
    return Optional.empty();
  }

  private MailQueueItem item(Row row) {
    return new MailQueueItem() {
      private final Mail mail = mailOf(row, reading);

      @Override
      public Mail getMail() {
        return mail;
      }

      @Override
      public void done(CompletionStatus status) throws MailQueueException {
        settle(row, status);
      }
    };
  }

  private static Mail mailOf(Row row, Reading reading) {
    try {
      MailImpl mail = copy(row.mail);
      byte[] bytes =
          ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream().readAllBytes();
      mail.setMessageContent(reading.over(new BytesSource(bytes)));
      return mail;
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void settle(Row row, MailQueueItem.CompletionStatus status)
      throws MailQueueException {
    check();
    if (status == MailQueueItem.CompletionStatus.RETRY) {
      row.taken = false;
    } else {
      rows.remove(row);
    }
  }

  @Override
  public void close() {}
}
