package org.godwit.store.queue;

import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueFactoryContract;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueueFactoryContract;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.timing.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's contracts of queue factories. */
@ExtendWith(PostgresExtension.class)
class PostgresMailQueueFactoryTest
    implements MailQueueFactoryContract<ManageableMailQueue>,
        ManageableMailQueueFactoryContract<ManageableMailQueue> {

  private PostgresMailQueueFactory factory;

  @BeforeEach
  void open(Database database) {
    factory =
        new PostgresMailQueueFactory(
            database,
            new RawMailQueueItemDecoratorFactory(),
            new RecordingMetricFactory(),
            new NoopGaugeRegistry(),
            new Timings());
  }

  @AfterEach
  void close() {
    factory.close();
  }

  @Override
  public MailQueueFactory<ManageableMailQueue> getMailQueueFactory() {
    return factory;
  }
}
