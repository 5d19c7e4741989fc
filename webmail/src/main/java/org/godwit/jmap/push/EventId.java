package org.godwit.jmap.push;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a client's accounts were, as a text that it sends when it comes back (8620 §7.3). The
 * server keeps nothing of it.
 */
final class EventId {
  private static final int BASE = 36;
  private static final int MOST = 200; // accounts: it has to fit into a header
  private static final int LONGEST = 8 * 1024;

  private EventId() {}

  static String of(Map<Long, Position> told) {
    return told.entrySet().stream()
        .limit(MOST)
        .map(
            entry ->
                Long.toString(entry.getKey(), BASE)
                    + "."
                    + Long.toString(entry.getValue().modseq(), BASE))
        .collect(Collectors.joining("-"));
  }

  /** Modseqs by account; what is none of ours says nothing. */
  static Map<Long, Long> parse(String text) {
    Map<Long, Long> modseqs = new java.util.HashMap<>();
    if (text == null || text.length() > LONGEST) {
      return Map.of();
    }
    for (String pair : text.split("-", -1)) {
      String[] parts = pair.split("\\.", -1);
      try {
        if (parts.length != 2) {
          return Map.of();
        }
        modseqs.put(Long.parseLong(parts[0], BASE), Long.parseLong(parts[1], BASE));
      } catch (NumberFormatException notOurs) {
        return Map.of();
      }
    }
    return modseqs;
  }
}
