package org.godwit.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.InstantSource;
import org.godwit.store.StoreException;
import org.godwit.store.backup.BackupBook;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How old the last backup is that can be had back. Found out at each call, by one statement. */
public final class Backing implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(Backing.class);

  private final BackupBook book;
  private final boolean daily;
  private final InstantSource clock;

  /**
   * Asks nothing yet.
   *
   * @param daily whether backups are to be made each day
   */
  public Backing(BackupBook book, boolean daily, InstantSource clock) {
    this.book = book;
    this.daily = daily;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    all.metricSnapshot(
        gauge("godwit_backup_daily", "1 when backups are to be made each day, else 0.")
            .dataPoint(point(daily ? 1 : 0))
            .build());
    try {
      BackupBook.Standing now = book.standing();
      all.metricSnapshot(
          gauge(
                  "godwit_backup_age_seconds",
                  "How old the newest backup is that was restored and compared; +Inf without one.")
              .dataPoint(point(now.proved().map(this::age).orElse(Double.POSITIVE_INFINITY)))
              .build());
      now.last().ifPresent(entry -> add(all, entry));
    } catch (StoreException e) {
      LOG.debug("backups cannot be asked for", e); // godwit_ready says it
    }
    return all.build();
  }

  private double age(BackupEntry entry) {
    return Math.max(0, Duration.between(entry.begun(), clock.instant()).toSeconds());
  }

  private static void add(MetricSnapshots.Builder all, BackupEntry last) {
    GaugeSnapshot.Builder outcomes =
        gauge("godwit_backup_last_outcome", "1 for what became of the last backup, else 0.");
    for (Outcome each : Outcome.values()) {
      outcomes.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("outcome", each.word()))
              .value(each == last.outcome() ? 1 : 0)
              .build());
    }
    all.metricSnapshot(outcomes.build());
    all.metricSnapshot(
        gauge("godwit_backup_last_bytes", "The file of the last backup; 0 when there is none.")
            .dataPoint(point((double) last.bytes()))
            .build());
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(double value) {
    return GaugeDataPointSnapshot.builder().value(value).build();
  }
}
