package org.godwit.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the primary's log a replica has to have replayed before it may answer for something.
 * What is not in here may be answered for. Safe for many threads.
 */
final class LogPlaces {
  private static final Object EVERYTHING = new Object();

  /** Where something is: at a place in the log, or not known yet. */
  sealed interface Position permits At, Asked {}

  private record At(long place) implements Position {}

  /** Each is another, so that an answer does not settle what came after the question. */
  private static final class Asked implements Position {}

  private final Map<Object, Position> positions = new HashMap<>();
  private long replayed;

  /** Something was changed; where is found out later. */
  synchronized void changed(Object what) {
    positions.put(what, new Asked());
    notifyAll();
  }

  /** Anything may have been changed. */
  void changedAll() {
    changed(EVERYTHING);
  }

  /** Something was read at the primary, whose log had come this far. */
  synchronized void seen(Object what, long place) {
    Position before = positions.get(what);
    boolean later = before instanceof Asked || (before instanceof At at && at.place() >= place);
    if (!later && place > replayed) {
      positions.put(what, new At(place));
    }
  }

  /** Whether all that anybody has seen of these has been replayed; waits a while until it is. */
  synchronized boolean has(Collection<?> whats, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!hasNow(whats)) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private boolean hasNow(Collection<?> whats) {
    if (positions.isEmpty()) {
      return true;
    }
    return !positions.containsKey(EVERYTHING) && whats.stream().noneMatch(positions::containsKey);
  }

  /** Those whose place nobody has asked for yet; waits until there are some. */
  synchronized Map<Object, Position> unasked() throws InterruptedException {
    while (true) {
      Map<Object, Position> found = new HashMap<>();
      positions.forEach(
          (what, position) -> {
            if (position instanceof Asked) {
              found.put(what, position);
            }
          });
      if (!found.isEmpty()) {
        return found;
      }
      wait();
    }
  }

  /**
   * The log ended here after these had been changed.
   *
   * @param asked as {@link #unasked} gave them
   */
  synchronized void end(Map<Object, Position> asked, long place) {
    asked.forEach((what, position) -> positions.replace(what, position, new At(place)));
    forget();
  }

  /**
   * The replica has come this far; it may have come less far than another that was there before.
   */
  synchronized void replayed(long place) {
    if (place < replayed) {
      changedAll();
    }
    replayed = place;
    forget();
  }

  /** Nobody is going to ask; what anybody has seen until then has to be noted as everything. */
  synchronized void clear() {
    positions.clear();
    notifyAll();
  }

  private void forget() {
    if (positions.values().removeIf(it -> it instanceof At at && at.place() <= replayed)) {
      notifyAll();
    }
  }

  /** Whether the replica is awaited. */
  synchronized boolean areAwaited() {
    return !positions.isEmpty();
  }
}
