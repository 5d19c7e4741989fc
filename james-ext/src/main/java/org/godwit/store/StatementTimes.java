package org.godwit.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long the database takes, with the wait for a connection: of all work in steps, and in sum for
 * each thing that is done. Safe for many threads; four additions a call, and no lock.
 */
public final class StatementTimes {
  private static final double NANOS = 1e9;

  /** Seconds at most in each step; the last one is without end. */
  private static final List<Double> STEPS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  /** What is done is a fixed text; whoever makes one up at each call must not fill our memory. */
  private static final int MOST = 500;

  private static final String OTHERS = "others";

  /**
   * One thing that is done.
   *
   * @param doing its fixed text
   * @param seconds in all
   */
  public record Kind(String doing, long count, double seconds) {}

  private record Sum(LongAdder count, LongAdder nanos) {
    Sum() {
      this(new LongAdder(), new LongAdder());
    }
  }

  private final Map<String, Sum> kinds = new ConcurrentHashMap<>();
  private final LongAdder[] steps = new LongAdder[STEPS.size() + 1];

  StatementTimes() {
    for (int i = 0; i < steps.length; i++) {
      steps[i] = new LongAdder();
    }
  }

  void took(String doing, long nanos) {
    Sum sum = kinds.get(doing);
    if (sum == null) {
      sum = kinds.computeIfAbsent(kinds.size() < MOST ? doing : OTHERS, first -> new Sum());
    }
    sum.count.increment();
    sum.nanos.add(nanos);
    double seconds = nanos / NANOS;
    int step = 0;
    while (step < STEPS.size() && seconds > STEPS.get(step)) {
      step++;
    }
    steps[step].increment();
  }

  /** What was done so far, by name. */
  public List<Kind> kinds() {
    return kinds.entrySet().stream()
        .map(
            each ->
                new Kind(
                    each.getKey(),
                    each.getValue().count.sum(),
                    each.getValue().nanos.sum() / NANOS))
        .sorted(Comparator.comparing(Kind::doing))
        .toList();
  }

  /** The ends of the steps but the last, in seconds. */
  public List<Double> steps() {
    return STEPS;
  }

  /** How much of it took so long: one number for each step, and one for what took longer. */
  public List<Long> counts() {
    return List.of(steps).stream().map(LongAdder::sum).toList();
  }
}
