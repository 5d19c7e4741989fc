package org.godwit.watch.alert;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Replicas.Lag;
import org.godwit.store.alert.Sighting;

/**
 * Whether copies of the database keep up.
 *
 * @param lags asked each time
 */
record ReplicaCheck(Supplier<List<Lag>> lags) implements Check {
  private static final Duration BEGIN = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(30);

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.REPLICA_BEHIND);
  }

  @Override
  public List<Sighting> look() {
    return lags.get().stream()
        .filter(lag -> lag.behind().compareTo(END) > 0)
        .map(
            lag ->
                new Sighting(
                    AlertKind.REPLICA_BEHIND,
                    lag.name(),
                    "the copy of the database at %s is %d seconds behind"
                        .formatted(lag.name(), lag.behind().toSeconds()),
                    lag.behind().compareTo(BEGIN) > 0))
        .toList();
  }
}
