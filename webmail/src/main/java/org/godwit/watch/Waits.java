package org.godwit.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.godwit.timing.Timing;

/** How long people and programs wait for us, as histograms. */
public final class Waits implements MultiCollector {
  private final List<Family> families;

  /**
   * One histogram.
   *
   * @param label what its words are
   * @param times asked each time
   */
  public record Family(String name, String help, String label, Supplier<Timing> times) {}

  public Waits(List<Family> families) {
    this.families = List.copyOf(families);
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.forEach(family -> all.metricSnapshot(told(family)));
    return all.build();
  }

  private static MetricSnapshot told(Family family) {
    Timing times = family.times().get();
    List<Double> ends = new ArrayList<>(times.steps());
    ends.add(Double.POSITIVE_INFINITY);
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder().name(family.name()).help(family.help());
    times
        .counted()
        .forEach(
            (word, counted) ->
                histogram.dataPoint(
                    HistogramDataPointSnapshot.builder()
                        .labels(Labels.of(family.label(), word))
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(ends, counted.counts()))
                        .sum(counted.seconds())
                        .build()));
    return histogram.build();
  }
}
