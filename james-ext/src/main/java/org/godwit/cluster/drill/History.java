package org.godwit.cluster.drill;

import java.util.ArrayList;
import java.util.List;

/** What happened in a drill. Safe for many threads. */
final class History {
  private final List<Operation> operations = new ArrayList<>();

  synchronized void add(Operation operation) {
    operations.add(operation);
  }

  /** All so far; those of one client in their order. */
  synchronized List<Operation> all() {
    return List.copyOf(operations);
  }

  /** The longest time between two times in which nothing was acknowledged, in nanoseconds. */
  long longestSilence(long from, long to) {
    long longest = 0;
    long last = from;
    List<Long> times =
        all().stream()
            .filter(one -> one.outcome() == Operation.Outcome.OK)
            .map(Operation::ended)
            .filter(at -> at >= from && at <= to)
            .sorted()
            .toList();
    for (long at : times) {
      longest = Math.max(longest, at - last);
      last = at;
    }
    return Math.max(longest, to - last);
  }
}
