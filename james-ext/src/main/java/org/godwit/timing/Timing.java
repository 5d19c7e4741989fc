package org.godwit.timing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long something takes, in steps, by a word of a fixed set. Safe for many threads; two
 * additions a call, and no lock.
 */
public final class Timing {

  /** For what somebody waits for: seconds at most in each step; the last one is without end. */
  public static final List<Double> WAIT =
      List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

  /** For mail on its way, up to days. */
  public static final List<Double> WAY =
      List.of(0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 86_400.0, 432_000.0);

  private static final String OTHER = "other";
  private static final double NANOS = 1e9;

  private record Sum(List<LongAdder> steps, LongAdder nanos) {
    static Sum of(int steps) {
      return new Sum(Stream.generate(LongAdder::new).limit(steps).toList(), new LongAdder());
    }
  }

  /**
   * What was counted of one word.
   *
   * @param counts how much took so long: one number for each step, and one for what took longer
   * @param seconds in all
   */
  public record Counted(List<Long> counts, double seconds) {}

  private final List<Double> steps;
  private final Map<String, Sum> words = new HashMap<>();

  /**
   * Counts nothing yet.
   *
   * @param steps ends of the steps but the last, in seconds, rising
   * @param words whatever is none of these is counted as {@code other}
   */
  public Timing(List<Double> steps, Collection<String> words) {
    this.steps = List.copyOf(steps);
    Stream.concat(words.stream(), Stream.of(OTHER))
        .forEach(word -> this.words.put(word, Sum.of(steps.size() + 1)));
  }

  /** Something took so long. */
  public void took(String word, long nanos) {
    Sum sum = words.getOrDefault(word, words.get(OTHER));
    double seconds = nanos / NANOS;
    int step = 0;
    while (step < steps.size() && seconds > steps.get(step)) {
      step++;
    }
    sum.steps().get(step).increment();
    sum.nanos().add(nanos);
  }

  /** The ends of the steps but the last, in seconds. */
  public List<Double> steps() {
    return steps;
  }

  /** What was counted so far, by word; words that never came are missing. */
  public Map<String, Counted> counted() {
    Map<String, Counted> counted = new TreeMap<>();
    words.forEach(
        (word, sum) -> {
          List<Long> counts = sum.steps().stream().map(LongAdder::sum).toList();
          if (counts.stream().anyMatch(count -> count > 0)) {
            counted.put(word, new Counted(counts, sum.nanos().sum() / NANOS));
          }
        });
    return counted;
  }
}
