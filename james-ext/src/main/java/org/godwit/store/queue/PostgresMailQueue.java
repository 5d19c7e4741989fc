package org.godwit.store.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One queue; see {@link LeasedQueue}. Enqueuing is one statement. */
final class PostgresMailQueue implements LeasedQueue {

  /** What all queues of a program share. */
  record Shared(
      Database database,
      QueueNode node,
      MessageCache messages,
      Parents parents,
      MailQueueItemDecoratorFactory decorator,
      MetricFactory metrics,
      GaugeRegistry gauges) {}

  private final MailQueueName name;
  private final Shared shared;
  private final QueueContent content;
  private final Doubts doubts;
  private final Signal signal;
  private final Metric enqueued;
  private final Metric dequeued;
  private final AtomicReference<QueueWorkers> workers = new AtomicReference<>();
  private volatile boolean open = true;

  PostgresMailQueue(MailQueueName name, Shared shared) {
    this.name = name;
    this.shared = shared;
    this.content = new QueueContent(name.asString(), shared.database(), shared.messages());
    this.doubts = new Doubts(shared.database(), name.asString());
    this.signal = shared.node().signal(name.asString());
    this.enqueued = shared.metrics().generate(ENQUEUED_METRIC_NAME_PREFIX + name.asString());
    this.dequeued = shared.metrics().generate(DEQUEUED_METRIC_NAME_PREFIX + name.asString());
    shared.gauges().register(QUEUE_SIZE_METRIC_NAME_PREFIX + name.asString(), content::size);
  }

  @Override
  public MailQueueName getName() {
    return name;
  }

  @Override
  public void enQueue(Mail mail) throws MailQueueException {
    enQueue(mail, Duration.ZERO);
  }

  @Override
  public void enQueue(Mail mail, Duration delay) throws MailQueueException {
    TimeMetric time = shared.metrics().timer(ENQUEUED_TIMER_METRIC_NAME_PREFIX + name.asString());
    try {
      put(mail, delay);
    } catch (MessagingException | StoreException e) {
      throw new MailQueueException("the mail cannot be queued now", e);
    } finally {
      time.stopAndPublish();
    }
    enqueued.increment();
  }

  @Override
  public Publisher<Void> enqueueReactive(Mail mail) {
    return Mono.<Void>fromCallable(
            () -> {
              enQueue(mail);
              return null;
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  private void put(Mail mail, Duration delay) throws MessagingException {
    MailRow.Envelope envelope = MailCodec.envelope(mail);
    Optional<MessageBytes> message =
        mail.getMessage() == null
            ? Optional.empty()
            : Optional.of(MessageBytes.of(mail.getMessage()).placed(shared.database()));
    message.flatMap(MessageBytes::fresh).ifPresent(shared.messages()::put);
    Optional<QueueTable.Parent> parent = shared.parents().current().map(RowLease::asParent);
    boolean now = parent.isEmpty() && !delay.isPositive();
    QueueWorkers ready = workers.get();
    if (now && ready != null && ready.reserve()) {
      handOver(ready, envelope, message);
      return;
    }
    insert(envelope, message, delay, parent, Optional.empty());
    if (now) {
      signal.raise();
    } else if (parent.isEmpty()) {
      shared.node().dueIn(delay);
    }
  }

  private void handOver(
      QueueWorkers ready, MailRow.Envelope envelope, Optional<MessageBytes> message) {
    Optional<MailRow> row;
    try {
      UUID owner = shared.node().id();
      row = insert(envelope, message, Duration.ZERO, Optional.empty(), Optional.of(owner));
    } catch (RuntimeException | Error e) {
      ready.cancel();
      throw e;
    }
    if (row.isEmpty()) {
      ready.cancel(); // and the node gives the lease back, which nobody holds
      return;
    }
    dequeued.increment();
    ready.run(lease(row.get()));
  }

  /** Empty when it is in, though the answer was lost. */
  private Optional<MailRow> insert(
      MailRow.Envelope envelope,
      Optional<MessageBytes> message,
      Duration delay,
      Optional<QueueTable.Parent> parent,
      Optional<UUID> owner) {
    UUID origin = UUID.randomUUID();
    Database.Work<MailRow> work =
        connection ->
            QueueTable.insert(
                connection, name.asString(), origin, envelope, message, delay, parent, owner);
    boolean oneStatement = message.map(bytes -> bytes.fresh().isPresent()).orElse(true);
    return doubts.put(
        origin,
        () ->
            oneStatement
                ? shared.database().run("queuing a mail", work)
                : shared.database().transaction("queuing a mail", work));
  }

  private RowLease lease(MailRow row) {
    return new RowLease(row, shared.database(), shared.node(), shared.messages(), shared.parents());
  }

  /** The next mail, when there is one. */
  Optional<RowLease> lease() {
    Optional<MailRow> row =
        shared
            .database()
            .run(
                "leasing a mail",
                connection -> QueueTable.lease(connection, name.asString(), shared.node().id()));
    row.ifPresent(
        leased -> {
          dequeued.increment();
          doubts.seen(leased.origin());
        });
    return row.map(this::lease);
  }

  @Override
  public Consumption consume(int concurrency, Consumer<Lease> worker) {
    QueueWorkers consumption = new QueueWorkers(concurrency, signal, this::lease, worker);
    workers.set(consumption);
    consumption.start();
    return consumption;
  }

  @Override
  public Flux<MailQueueItem> deQueue() {
    return Flux.<MailQueueItem>create(
            sink -> new QueuePump(sink, this, signal, shared.decorator()).start())
        .doOnDiscard(MailQueueItem.class, QueuePump::giveBack);
  }

  boolean isOpen() {
    return open;
  }

  @Override
  public long getSize() {
    return content.size();
  }

  @Override
  public long flush() {
    long flushed = content.flush();
    signal.raise();
    return flushed;
  }

  @Override
  public long clear() {
    return content.clear();
  }

  @Override
  public long remove(Type type, String value) {
    return content.remove(type, value);
  }

  @Override
  public MailQueueIterator browse() {
    return content.browse();
  }

  /** Does nothing: the queue is shared. It ends with its factory. */
  @Override
  public void close() {}

  void end() {
    open = false;
    QueueWorkers running = workers.get();
    if (running != null) {
      running.close();
    }
    signal.raise();
  }
}
