package org.godwit.cluster.drill;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the endpoints show at a time.
 *
 * @param shown all messages of a drill, by endpoint and by the way it was asked
 * @param away endpoints that could not be asked, with why
 */
record Views(Map<String, Collection<Sighting>> shown, Map<String, String> away) {

  boolean areAll() {
    return away.isEmpty();
  }

  /** Such as {@code south (Connection refused)}. */
  String awayInWords() {
    return away.entrySet().stream()
        .map(one -> one.getKey() + " (" + one.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}
