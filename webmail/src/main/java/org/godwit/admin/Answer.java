package org.godwit.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an operation says when it is done. */
sealed interface Answer {

  /**
   * One thing.
   *
   * @param facts in the order to show them; {@code message}, when there, says it all to a person
   * @param complete false when part of the work was not done
   */
  record One(Map<String, Object> facts, boolean complete) implements Answer {}

  /**
   * Many things alike.
   *
   * @param rows of the same keys
   */
  record Many(List<Map<String, Object>> rows) implements Answer {}

  static One done(String message) {
    return one(Map.of("message", message));
  }

  static One one(Map<String, Object> facts) {
    return new One(facts, true);
  }

  /** Facts in their order; values may be null, which JSON shows. */
  static Map<String, Object> facts(Object... keysAndValues) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      facts.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return facts;
  }
}
