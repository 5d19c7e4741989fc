package org.godwit.store.listing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keywords of messages: those of IMAP's system flags are bits, as V0010 stores them. */
final class Keywords {

  private static final Map<String, Integer> BITS =
      Map.of("$answered", 1, "$draft", 4, "$flagged", 8, "$seen", 32);

  private Keywords() {}

  /** Whether the row {@code table} bears a keyword. */
  static SqlText borne(String table, String keyword) {
    String name = keyword.toLowerCase(Locale.ROOT);
    Integer bit = BITS.get(name);
    return bit != null
        ? new SqlText(table + ".flags & " + bit + " <> 0")
        : new SqlText(
            "EXISTS (SELECT 1 FROM unnest(" + table + ".user_flags) f WHERE lower(f) = ?)", name);
  }

  /** All that a message bears, in lower case. */
  static Set<String> of(int flags, String userFlags) {
    TreeSet<String> found = new TreeSet<>();
    BITS.forEach(
        (name, bit) -> {
          if ((flags & bit) != 0) {
            found.add(name);
          }
        });
    for (String flag : userFlags.split(" ", -1)) {
      if (!flag.isEmpty()) {
        found.add(flag.toLowerCase(Locale.ROOT));
      }
    }
    return found;
  }
}
