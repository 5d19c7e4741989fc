package org.godwit.store.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.godwit.store.Database;
import org.godwit.timing.Timings;

/**
 * The queues of this program, on tables it may share with others. Make one in a process, and close
 * it: then its leases are free at once. Safe for many threads.
 */
public final class PostgresMailQueueFactory
    implements MailQueueFactory<ManageableMailQueue>, AutoCloseable {

  private final PostgresMailQueue.Shared shared;
  private final Map<MailQueueName, PostgresMailQueue> queues = new ConcurrentHashMap<>();

  /**
   * Joins the queues; frees what an earlier process on this machine had leased.
   *
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked
   */
  @Inject
  public PostgresMailQueueFactory(
      Database database,
      MailQueueItemDecoratorFactory decorator,
      MetricFactory metrics,
      GaugeRegistry gauges,
      Timings timings) {
    QueueNode node = new QueueNode(database, timings);
    this.shared =
        new PostgresMailQueue.Shared(
            database, node, new MessageCache(database), new Parents(), decorator, metrics, gauges);
    node.start();
  }

  /** The queue of a name, made when it is first asked for. */
  public LeasedQueue queue(MailQueueName name) {
    return queues.computeIfAbsent(name, wanted -> new PostgresMailQueue(wanted, shared));
  }

  @Override
  public ManageableMailQueue createQueue(MailQueueName name, PrefetchCount prefetch) {
    return queue(name);
  }

  @Override
  public Optional<ManageableMailQueue> getQueue(MailQueueName name, PrefetchCount prefetch) {
    return Optional.ofNullable(queues.get(name));
  }

  @Override
  public Set<MailQueueName> listCreatedMailQueues() {
    return Set.copyOf(queues.keySet());
  }

  /** Ends all workers and gives their leases back. */
  @PreDestroy
  @Override
  public void close() {
    queues.values().forEach(PostgresMailQueue::end);
    shared.node().close();
  }

  /** Says that a queue has mail to lease. */
  void wake(String queue) {
    shared.node().signal(queue).raise();
  }

  /** Says that a queue gets mail to lease after a while. */
  void dueIn(String queue, Duration delay) {
    if (delay.isPositive()) {
      shared.node().dueIn(delay);
    } else {
      wake(queue);
    }
  }

  /** Ends as a killed process does. For tests. */
  void abandon() {
    shared.node().abandon();
  }
}
