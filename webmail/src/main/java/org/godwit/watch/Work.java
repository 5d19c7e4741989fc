package org.godwit.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.godwit.store.StatementTimes;
import org.godwit.trust.LoginCounts;
import org.godwit.trust.Scope;

/** What the server has done since its start: logins, and the time that the database took. */
public final class Work implements MultiCollector {
  private final LoginCounts logins;
  private final StatementTimes statements;

  public Work(LoginCounts logins, StatementTimes statements) {
    this.logins = logins;
    this.statements = statements;
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        logins("godwit_login_attempts", "Logins that were begun.", logins::attempts),
        logins("godwit_logins", "Logins that succeeded.", logins::successes),
        logins(
            "godwit_logins_slowed",
            "Logins that were refused because too many before had failed.",
            logins::slowed),
        steps(),
        kinds());
  }

  private static MetricSnapshot logins(String name, String help, ToLongFunction<Scope> count) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    for (Scope scope : Scope.values()) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("protocol", LoginCounts.word(scope)))
              .value((double) count.applyAsLong(scope))
              .build());
    }
    return counter.build();
  }

  private MetricSnapshot steps() {
    List<Double> ends = new ArrayList<>(statements.steps());
    ends.add(Double.POSITIVE_INFINITY);
    double seconds = statements.kinds().stream().mapToDouble(StatementTimes.Kind::seconds).sum();
    return HistogramSnapshot.builder()
        .name("godwit_sql_seconds")
        .help("How long work in the database took, with the wait for a connection.")
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(ends, statements.counts()))
                .sum(seconds)
                .build())
        .build();
  }

  private MetricSnapshot kinds() {
    SummarySnapshot.Builder summary =
        SummarySnapshot.builder()
            .name("godwit_sql_by_kind_seconds")
            .help("The same in sum, by what was done.");
    for (StatementTimes.Kind kind : statements.kinds()) {
      summary.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(Labels.of("doing", kind.doing()))
              .count(kind.count())
              .sum(kind.seconds())
              .build());
    }
    return summary.build();
  }
}
