package org.godwit.trust.acme;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a certificate should name, in A-labels and lower case.
 *
 * @param required without these it is no use
 * @param wished those that lead to us
 * @param unsure those about which DNS could not say now; they stay when they are in already
 */
public record WantedNames(List<String> required, List<String> wished, List<String> unsure) {
  private static final int MOST = 100; // what authorities put into one certificate

  public WantedNames {
    required = List.copyOf(required);
    wished = List.copyOf(wished);
    unsure = List.copyOf(unsure);
  }

  /** Those to order, required ones first. */
  List<String> toOrder(Collection<String> present) {
    Set<String> names = new LinkedHashSet<>(required);
    names.addAll(wished);
    unsure.stream().filter(present::contains).forEach(names::add);
    return names.stream().limit(MOST).toList();
  }

  /** Those that a certificate lacks, but for those that the authority refused. */
  List<String> missing(Collection<String> present, Collection<String> refused) {
    List<String> missing = new ArrayList<>(toOrder(present));
    missing.removeAll(present);
    missing.removeAll(refused);
    return missing;
  }
}
