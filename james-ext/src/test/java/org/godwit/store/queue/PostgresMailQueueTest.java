package org.godwit.store.queue;

import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.DelayedPriorityMailQueueContract;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.PriorityManageableMailQueueContract;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.mailet.Attribute;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.timing.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's contracts of queues with delay, priority and management. */
@ExtendWith(PostgresExtension.class)
class PostgresMailQueueTest
    implements DelayedManageableMailQueueContract,
        DelayedPriorityMailQueueContract,
        PriorityManageableMailQueueContract {

  private PostgresMailQueueFactory factory;
  private ManageableMailQueue queue;

  @BeforeEach
  void open(Database database) {
    factory =
        new PostgresMailQueueFactory(
            database,
            new RawMailQueueItemDecoratorFactory(),
            new RecordingMetricFactory(),
            new NoopGaugeRegistry(),
            new Timings());
    queue = factory.createQueue(MailQueueName.of("spool"));
  }

  @AfterEach
  void close() {
    factory.close();
  }

  @Override
  public ManageableMailQueue getMailQueue() {
    return queue;
  }

  @Override
  public ManageableMailQueue getManageableMailQueue() {
    return queue;
  }

  @Override
  public void awaitRemove() {
    // removing is done when it returns
  }

  @Override
  public Attribute mailPriority(Integer priority) {
    return PriorityManageableMailQueueContract.super.mailPriority(priority);
  }
}
