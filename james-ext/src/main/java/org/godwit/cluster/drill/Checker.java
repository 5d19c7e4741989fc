package org.godwit.cluster.drill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.godwit.cluster.drill.Operation.Kind;
import org.godwit.cluster.drill.Operation.Outcome;

/**
 * Compares what clients were told with what is there afterwards. What was acknowledged is there
 * once, byte for byte; what was refused is not; what nobody knows of may be there, once at most;
 * everybody shows the same.
 */
final class Checker {

  /**
   * What was found out; each list names messages, with why.
   *
   * @param acknowledged operations that were
   * @param refused operations that were
   * @param unknown operations of which nobody knows
   */
  record Verdict(
      long acknowledged,
      long refused,
      long unknown,
      List<String> lost,
      List<String> duplicated,
      List<String> changed,
      List<String> refusedButThere,
      List<String> undone,
      List<String> stale,
      List<String> different) {

    boolean isGood() {
      return lost.isEmpty()
          && duplicated.isEmpty()
          && changed.isEmpty()
          && refusedButThere.isEmpty()
          && undone.isEmpty()
          && stale.isEmpty()
          && different.isEmpty();
    }
  }

  private final List<String> lost = new ArrayList<>();
  private final List<String> duplicated = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> refusedButThere = new ArrayList<>();
  private final List<String> undone = new ArrayList<>();
  private final List<String> stale = new ArrayList<>();
  private final List<String> different = new ArrayList<>();

  private Checker() {}

  /**
   * Checks a whole drill.
   *
   * @param history every operation, those of a message in their order
   * @param views by endpoint, and by the way it was asked, all messages of the drill's accounts
   */
  static Verdict check(List<Operation> history, Map<String, Collection<Sighting>> views) {
    Checker checker = new Checker();
    Map<String, List<Operation>> byMessage = new LinkedHashMap<>();
    history.forEach(
        one -> byMessage.computeIfAbsent(one.message(), any -> new ArrayList<>()).add(one));
    views.values().stream().findFirst().ifPresent(view -> checker.messages(byMessage, view));
    checker.reads(history);
    checker.views(views);
    return new Verdict(
        count(history, Outcome.OK),
        count(history, Outcome.FAIL),
        count(history, Outcome.INFO),
        checker.lost,
        checker.duplicated,
        checker.changed,
        checker.refusedButThere,
        checker.undone,
        checker.stale,
        checker.different);
  }

  private static long count(List<Operation> history, Outcome outcome) {
    return history.stream()
        .filter(one -> one.kind() != Kind.READ && one.outcome() == outcome)
        .count();
  }

  private void messages(Map<String, List<Operation>> byMessage, Collection<Sighting> view) {
    Map<String, List<Sighting>> seen = new HashMap<>();
    view.forEach(one -> seen.computeIfAbsent(one.message(), any -> new ArrayList<>()).add(one));
    byMessage.forEach(
        (message, operations) -> message(operations, seen.getOrDefault(message, List.of())));
    for (String message : seen.keySet()) {
      if (!byMessage.containsKey(message)) {
        refusedButThere.add(message + " was never handed over");
      }
    }
  }

  private void message(List<Operation> operations, List<Sighting> there) {
    Operation made = operations.getFirst();
    if (!made.kind().creates()) {
      throw new IllegalArgumentException("a history begins before its message: " + made.message());
    }
    if (there.size() > 1) {
      duplicated.add(made.message() + " is there " + there.size() + " times: " + there);
    }
    boolean removed = has(operations, Kind.EXPUNGE, Outcome.OK);
    boolean mayBeRemoved = removed || has(operations, Kind.EXPUNGE, Outcome.INFO);
    if (there.isEmpty()) {
      if (made.outcome() == Outcome.OK && !mayBeRemoved) {
        lost.add(made.message() + " was acknowledged by " + made.endpoint() + " to " + made.kind());
      }
      return;
    }
    if (made.outcome() == Outcome.FAIL) {
      refusedButThere.add(made.message() + " was refused by " + made.endpoint());
    }
    if (removed) {
      undone.add(made.message() + " was removed, and is there");
    }
    there.forEach(one -> state(made, operations, one));
  }

  private void state(Operation made, List<Operation> operations, Sighting there) {
    if (!made.sha256().equals(there.sha256())) {
      changed.add(made.message() + " is not what was handed over");
    }
    expect(made, operations, Kind.FLAG, there.flagged(), "flagged");
    expect(made, operations, Kind.MOVE, there.mailbox().equals("Archive"), "moved");
  }

  private void expect(
      Operation made, List<Operation> operations, Kind kind, boolean is, String what) {
    if (has(operations, kind, Outcome.OK) && !is) {
      undone.add(made.message() + " was " + what + ", and is not");
    } else if (is && !has(operations, kind, Outcome.OK) && !has(operations, kind, Outcome.INFO)) {
      undone.add(made.message() + " is " + what + ", and nobody did that");
    }
  }

  private static boolean has(List<Operation> operations, Kind kind, Outcome outcome) {
    return operations.stream().anyMatch(one -> one.kind() == kind && one.outcome() == outcome);
  }

  private void reads(List<Operation> history) {
    for (Operation one : history) {
      if (one.kind() == Kind.READ && one.outcome() == Outcome.FAIL) {
        stale.add(one.message() + " was acknowledged by " + one.endpoint() + " and not seen there");
      }
    }
  }

  private void views(Map<String, Collection<Sighting>> views) {
    String first = null;
    Set<Sighting> expected = Set.of();
    for (Map.Entry<String, Collection<Sighting>> view : views.entrySet()) {
      Set<Sighting> all = new HashSet<>(view.getValue());
      if (first == null) {
        first = view.getKey();
        expected = all;
        continue;
      }
      Set<Sighting> same = areNumbered(all) ? expected : unnumbered(expected);
      if (all.size() != view.getValue().size()) {
        different.add(view.getKey() + " shows something more than once");
      }
      if (!all.equals(same)) {
        Set<Sighting> more = new HashSet<>(all);
        more.removeAll(same);
        Set<Sighting> less = new HashSet<>(same);
        less.removeAll(all);
        different.add(
            "%s shows %s that %s does not, and not %s".formatted(view.getKey(), more, first, less));
      }
    }
  }

  private static boolean areNumbered(Set<Sighting> all) {
    return all.stream().allMatch(one -> one.uid() != Sighting.UNNUMBERED);
  }

  private static Set<Sighting> unnumbered(Set<Sighting> all) {
    return all.stream().map(Sighting::unnumbered).collect(Collectors.toSet());
  }
}
