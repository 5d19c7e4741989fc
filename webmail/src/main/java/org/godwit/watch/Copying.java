package org.godwit.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.godwit.store.Copies;
import org.godwit.store.Copies.Copy;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the replicas of the database are behind, and what the one that is near does for us. Found
 * out at each call, by one statement. Nothing where there are none.
 */
public final class Copying implements MultiCollector {
  private static final Logger LOG = LoggerFactory.getLogger(Copying.class);

  private final Database database;
  private final Copies copies;

  public Copying(Database database, Copies copies) {
    this.database = database;
    this.copies = copies;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    database.nearby().ifPresent(near -> addNearby(all, near));
    try {
      List<Copy> found = copies.all();
      if (!found.isEmpty()) {
        all.metricSnapshot(
            lag(
                "godwit_replica_lag_bytes",
                "Written, and not shown by a replica yet.",
                found,
                copy -> copy.lagBytes().map(Long::doubleValue)));
        all.metricSnapshot(
            lag(
                "godwit_replica_lag_seconds",
                "How long the last that a replica shows took to get there.",
                found,
                Copy::lagSeconds));
      }
    } catch (StoreException e) {
      LOG.debug("the replicas cannot be asked for", e); // godwit_ready says it
    }
    return all.build();
  }

  private static void addNearby(MetricSnapshots.Builder all, Database.Nearby near) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("godwit_replica_read_from")
            .help("1 while the replica that is near answers reads, else 0.")
            .dataPoint(GaugeDataPointSnapshot.builder().value(near.usable() ? 1 : 0).build())
            .build());
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("godwit_replica_reads")
            .help("Reads that the replica that is near has answered.")
            .dataPoint(CounterDataPointSnapshot.builder().value((double) near.reads()).build())
            .build());
  }

  private static GaugeSnapshot lag(
      String name, String help, List<Copy> copies, Function<Copy, Optional<Double>> value) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (Copy copy : copies) {
      value
          .apply(copy)
          .ifPresent(
              behind ->
                  gauge.dataPoint(
                      GaugeDataPointSnapshot.builder()
                          .labels(Labels.of("replica", copy.name()))
                          .value(behind)
                          .build()));
    }
    return gauge.build();
  }
}
