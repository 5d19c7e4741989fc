package org.godwit.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.godwit.store.StoreException;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.trust.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells whether the server is well: ready or not, the queues and how long mail waits in them,
 * the end of the certificate, the space on the disk. Found out at each call, by two statements.
 */
public final class Vitals implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

  /** Queues that are told even when nothing is in them: a rule should not lose sight of one. */
  private static final List<String> STANDING = List.of("spool", "outgoing");

  private final Supplier<List<String>> problems;
  private final QueueAdmin queues;
  private final Certificates certificates;
  private final Path data;
  private final InstantSource clock;

  /**
   * Asks nothing yet.
   *
   * @param problems what does not work now, a line each; may block
   * @param data where everything is kept on disk
   */
  public Vitals(
      Supplier<List<String>> problems,
      QueueAdmin queues,
      Certificates certificates,
      Path data,
      InstantSource clock) {
    this.problems = problems;
    this.queues = queues;
    this.certificates = certificates;
    this.data = data;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(
        gauge(
            "godwit_ready", "1 when mail can be taken, else 0.", problems.get().isEmpty() ? 1 : 0));
    all.metricSnapshot(
        gauge(
            "godwit_certificate_end_seconds",
            "When the certificate ends, in seconds since 1970.",
            (double) certificates.chain().getFirst().getNotAfter().toInstant().getEpochSecond()));
    addQueues(all);
    addDisk(all);
    return all.build();
  }

  private void addQueues(MetricSnapshots.Builder all) {
    List<QueueAdmin.Queue> found;
    try {
      found = withStanding(queues.queues());
    } catch (StoreException e) {
      LOG.debug("the queues cannot be asked", e); // godwit_ready says it
      return;
    }
    all.metricSnapshot(
        queues("godwit_queue_mails", "Mails in a queue.", found, QueueAdmin.Queue::mails));
    all.metricSnapshot(
        queues(
            "godwit_queue_quarantined",
            "Mails in a queue that wait for the administrator.",
            found,
            QueueAdmin.Queue::quarantined));
    all.metricSnapshot(
        queues(
            "godwit_queue_oldest_age_seconds",
            "How long the oldest mail of a queue has been there, but for mail in quarantine.",
            found,
            queue -> queue.oldest().map(this::age).orElse(0.0)));
  }

  private double age(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
  }

  private List<QueueAdmin.Queue> withStanding(List<QueueAdmin.Queue> found) {
    List<QueueAdmin.Queue> all = new ArrayList<>(found);
    for (String name : STANDING) {
      if (found.stream().noneMatch(queue -> queue.name().equals(name))) {
        all.add(QueueAdmin.Queue.empty(name));
      }
    }
    return all;
  }

  private void addDisk(MetricSnapshots.Builder all) {
    try {
      FileStore disk = Files.getFileStore(data);
      all.metricSnapshot(
          gauge(
              "godwit_disk_free_bytes",
              "Left for the data directory.",
              (double) disk.getUsableSpace()));
      all.metricSnapshot(
          gauge(
              "godwit_disk_bytes",
              "The disk of the data directory.",
              (double) disk.getTotalSpace()));
    } catch (IOException e) {
      LOG.debug("the disk cannot be asked", e); // godwit_ready says it
    }
  }

  private static GaugeSnapshot queues(
      String name,
      String help,
      List<QueueAdmin.Queue> queues,
      ToDoubleFunction<QueueAdmin.Queue> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (QueueAdmin.Queue queue : queues) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("queue", queue.name()))
              .value(value.applyAsDouble(queue))
              .build());
    }
    return gauge.build();
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
