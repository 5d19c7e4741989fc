package org.godwit.trust;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.godwit.timing.Timing;

/** How often somebody tried to log in, by what it was for. Safe for many threads. */
public final class LoginCounts {
  private final Map<Scope, LongAdder> attempts = adders();
  private final Map<Scope, LongAdder> successes = adders();
  private final Map<Scope, LongAdder> slowed = adders();
  private final Timing times =
      new Timing(Timing.WAIT, Stream.of(Scope.values()).map(LoginCounts::word).toList());

  /** A protocol's name for those who watch. */
  public static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  /** How long it takes to check who somebody is, by protocol. */
  public Timing times() {
    return times;
  }

  /** It took so long to check. */
  public void took(Scope scope, long nanos) {
    times.took(word(scope), nanos);
  }

  private static Map<Scope, LongAdder> adders() {
    Map<Scope, LongAdder> all = new EnumMap<>(Scope.class);
    for (Scope scope : Scope.values()) {
      all.put(scope, new LongAdder());
    }
    return all;
  }

  /** Somebody begins. */
  public void began(Scope scope) {
    attempts.get(scope).increment();
  }

  /** They were who they said. */
  public void succeeded(Scope scope) {
    successes.get(scope).increment();
  }

  /** They were not let try, because they had failed too often. */
  public void refused(Scope scope) {
    slowed.get(scope).increment();
  }

  /** How many began, those who were not let try among them. */
  public long attempts(Scope scope) {
    return attempts.get(scope).sum();
  }

  /** How many of these got in; what is missing failed, gave up, or has not ended. */
  public long successes(Scope scope) {
    return successes.get(scope).sum();
  }

  /** How many of these were not let try. */
  public long slowed(Scope scope) {
    return slowed.get(scope).sum();
  }
}
