package org.godwit.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of all rounds as a Markdown table: medians over the rounds, and ratios. */
final class Report {

  private final List<String> names;
  private final List<Map<Phase, List<Load.Result>>> results = new ArrayList<>();

  Report(List<String> names) {
    this.names = List.copyOf(names);
    names.forEach(name -> results.add(new EnumMap<>(Phase.class)));
  }

  void add(int server, Phase phase, Load.Result result) {
    results.get(server).computeIfAbsent(phase, any -> new ArrayList<>()).add(result);
  }

  String markdown() {
    StringBuilder table = new StringBuilder("| phase | figure |");
    names.forEach(name -> table.append(' ').append(name).append(" |"));
    table.append(names.size() == 2 ? " ratio |\n" : "\n").append("| --- | --- |");
    names.forEach(name -> table.append(" ---: |"));
    table.append(names.size() == 2 ? " ---: |\n" : "\n");
    for (Phase phase : Phase.values()) {
      if (results.get(0).containsKey(phase)) {
        row(table, phase, "CPU ms per operation", Load.Result::cpuMillis);
        row(
            table,
            phase,
            "operations per second",
            result -> result.nanos().size() / result.seconds());
        row(table, phase, "median ms", result -> result.millis(0.5));
        row(table, phase, "95 % ms", result -> result.millis(0.95));
        row(table, phase, "written MB", result -> result.cost().writtenBytes() / 1e6);
        row(table, phase, "resident MB", result -> result.cost().residentBytes() / 1e6);
      }
    }
    return table.toString();
  }

  private void row(
      StringBuilder table, Phase phase, String figure, ToDoubleFunction<Load.Result> value) {
    List<Double> medians = new ArrayList<>();
    for (Map<Phase, List<Load.Result>> server : results) {
      double[] sorted = server.get(phase).stream().mapToDouble(value).sorted().toArray();
      medians.add(sorted[sorted.length / 2]);
    }
    table.append("| ").append(phase.name().toLowerCase(Locale.ROOT)).append(" | ").append(figure);
    medians.forEach(median -> table.append(" | ").append(format(median)));
    if (medians.size() == 2) {
      table.append(" | ").append(format(medians.get(0) / medians.get(1)));
    }
    table.append(" |\n");
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
