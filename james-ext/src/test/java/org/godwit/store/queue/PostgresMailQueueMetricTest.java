package org.godwit.store.queue;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueMetricContract;
import org.apache.james.queue.api.MailQueueMetricExtension;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.timing.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's contract of a queue's metrics. */
@ExtendWith(PostgresExtension.class)
class PostgresMailQueueMetricTest implements MailQueueMetricContract {

  private PostgresMailQueueFactory factory;
  private MailQueue queue;

  @BeforeEach
  void open(Database database, MailQueueMetricExtension.MailQueueMetricTestSystem metrics) {
    factory =
        new PostgresMailQueueFactory(
            database,
            new RawMailQueueItemDecoratorFactory(),
            metrics.getMetricFactory(),
            metrics.getSpyGaugeRegistry(),
            new Timings());
    queue = factory.createQueue(MailQueueName.of("spool"));
  }

  @AfterEach
  void close() {
    factory.close();
  }

  @Override
  public MailQueue getMailQueue() {
    return queue;
  }
}
