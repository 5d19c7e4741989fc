package org.godwit.watch.alert;

import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/**
 * Whether search indexes of this machine are behind. They always are for a moment; the patience of
 * the kind sorts that out.
 *
 * @param waiting how many, asked each time
 */
record SearchCheck(String host, IntSupplier waiting) implements Check {

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.SEARCH_BEHIND);
  }

  @Override
  public List<Sighting> look() {
    int behind = waiting.getAsInt();
    return behind == 0
        ? List.of()
        : List.of(
            Sighting.of(
                AlertKind.SEARCH_BEHIND,
                host,
                "%d search indexes of %s are behind".formatted(behind, host)));
  }
}
