package org.godwit.mailflow;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.godwit.store.queue.LeasedQueue;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.submission.SubmissionProgress;

/**
 * The workers on the spool, in the place of James's spooler: they end a mail and release what it
 * caused in one transaction, retry with a growing pause, keep what cannot work in the queue where
 * an administrator sees it, and wait while the database is away.
 */
public final class SpoolWorkers extends JamesMailSpooler {

  private static final int DEFAULT_CONCURRENCY = 8;

  private final LeasedQueue spool;
  private final SpoolWork work;
  private int concurrency = DEFAULT_CONCURRENCY;
  private LeasedQueue.Consumption consumption;

  @Inject
  public SpoolWorkers(
      MetricFactory metrics,
      GaugeRegistry gauges,
      MailProcessor processor,
      MailRepositoryStore repositories,
      PostgresMailQueueFactory queues,
      SubmissionProgress submissions) {
    super(metrics, gauges, processor, repositories, queues);
    this.spool = queues.queue(MailQueueFactory.SPOOL);
    this.work = new SpoolWork(processor, RetryPlan.DEFAULT, submissions);
    gauges.register(SPOOL_PROCESSING + ".inFlight", this::getCurrentSpoolCount);
  }

  @Override
  public void configure(Configuration configuration) {
    concurrency = configuration.getConcurrencyLevel();
  }

  /** Starts to take mail; James calls it when its processors are ready. */
  @PostConstruct
  @Override
  public synchronized void init() {
    if (concurrency > 0 && consumption == null) {
      consumption = spool.consume(concurrency, work::on);
    }
  }

  @Override
  public void restart() {
    // our workers read nothing that could have changed
  }

  @PreDestroy
  @Override
  public synchronized void dispose() {
    if (consumption != null) {
      work.stop();
      consumption.close();
      consumption = null;
    }
  }

  @Override
  public int getThreadCount() {
    return concurrency;
  }

  @Override
  public synchronized int getCurrentSpoolCount() {
    return consumption == null ? 0 : consumption.active();
  }
}
