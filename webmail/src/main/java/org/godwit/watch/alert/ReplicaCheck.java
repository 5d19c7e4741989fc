package org.godwit.watch.alert;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.godwit.store.Copies.Copy;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/**
 * Whether copies of the database keep up.
 *
 * @param copies asked each time
 */
record ReplicaCheck(Supplier<List<Copy>> copies) implements Check {

  /** Seconds. */
  private static final double BEGIN = 60;

  private static final double END = 30;

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.REPLICA_BEHIND);
  }

  @Override
  public List<Sighting> look() {
    return copies.get().stream()
        .filter(copy -> copy.lagSeconds().orElse(0.0) > END)
        .map(
            copy ->
                new Sighting(
                    AlertKind.REPLICA_BEHIND,
                    copy.name(),
                    "the copy of the database at %s is %d seconds behind"
                        .formatted(copy.name(), Math.round(copy.lagSeconds().orElse(0.0))),
                    copy.lagSeconds().orElse(0.0) > BEGIN))
        .toList();
  }
}
