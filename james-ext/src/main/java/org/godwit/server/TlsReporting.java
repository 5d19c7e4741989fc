package org.godwit.server;

import java.time.Clock;
import java.time.Duration;
import javax.inject.Inject;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.cluster.Jobs;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.report.TlsReports;
import org.godwit.store.policy.TlsSessions;
import org.godwit.store.queue.PostgresMailQueueFactory;

/** Has one node of all tell other domains how mail to them was encrypted, each day once. */
final class TlsReporting implements AutoCloseable {
  private static final Duration FIRST = Duration.ofMinutes(15); // a start has better things to do
  private static final Duration EVERY = Duration.ofHours(1); // what was not taken is tried again

  private final TlsReports reports;

  @Inject
  TlsReporting(
      TlsSessions sessions,
      NameServers servers,
      PostgresMailQueueFactory queues,
      DomainList domains,
      Clock clock) {
    this.reports = TlsReports.of(sessions, servers, queues, domains, clock);
  }

  void start(Jobs jobs) {
    jobs.schedule("tls-reports", FIRST, EVERY, reports::send);
  }

  @Override
  public void close() {
    reports.close();
  }
}
