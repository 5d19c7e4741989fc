package org.godwit.web;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** James counts with Dropwizard Metrics; this shows it to Prometheus, times in seconds. */
final class DropwizardBridge implements MultiCollector {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MetricRegistry metrics;

  DropwizardBridge(MetricRegistry metrics) {
    this.metrics = metrics;
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, Metric> each : metrics.getMetrics().entrySet()) {
      String name = name(each.getKey());
      if (names.add(name)) { // two of James's names may become one of ours: the first is shown
        snapshot(name, each.getValue()).ifPresent(all::metricSnapshot);
      }
    }
    return all.build();
  }

  /** Lower case and underscores, behind our own name. */
  static String name(String dropwizard) {
    String plain = dropwizard.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return PrometheusNaming.sanitizeMetricName("godwit_" + plain);
  }

  private static Optional<MetricSnapshot> snapshot(String name, Metric metric) {
    return switch (metric) {
      case Counter counter -> Optional.of(gauge(name, (double) counter.getCount())); // it may fall
      case Gauge<?> gauge ->
          gauge.getValue() instanceof Number number
              ? Optional.of(gauge(name, number.doubleValue()))
              : Optional.empty();
      case Timer timer ->
          Optional.of(summary(name + "_seconds", timer.getSnapshot(), timer.getCount(), NANOS));
      case Histogram histogram ->
          Optional.of(summary(name, histogram.getSnapshot(), histogram.getCount(), 1));
      case Meter meter -> Optional.of(counter(name, meter.getCount()));
      default -> Optional.empty();
    };
  }

  private static MetricSnapshot gauge(String name, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static MetricSnapshot counter(String name, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static MetricSnapshot summary(String name, Snapshot values, long count, double unit) {
    Quantiles quantiles =
        Quantiles.of(
            new Quantile(0.5, values.getMedian() / unit),
            new Quantile(0.95, values.get95thPercentile() / unit),
            new Quantile(0.99, values.get99thPercentile() / unit));
    return SummarySnapshot.builder()
        .name(name)
        .dataPoint(
            SummarySnapshot.SummaryDataPointSnapshot.builder()
                .quantiles(quantiles)
                .count(count)
                .build())
        .build();
  }
}
