package org.godwit.store.mailbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keywords as names in lower case, IMAP's system flags among them, and rows that bear them. */
final class KeywordFlags {

  private static final Map<String, Integer> BITS =
      Map.of(
          "$answered", FlagBits.ANSWERED,
          "$draft", FlagBits.DRAFT,
          "$flagged", FlagBits.FLAGGED,
          "$seen", FlagBits.SEEN);

  private KeywordFlags() {}

  static Set<String> keywords(MessageRow row) {
    Set<String> found = new HashSet<>();
    BITS.forEach(
        (name, bit) -> {
          if ((row.bits() & bit) != 0) {
            found.add(name);
          }
        });
    for (String flag : row.userFlags()) {
      found.add(flag.toLowerCase(Locale.ROOT));
    }
    return found;
  }

  /** The row with these keywords, and \Deleted as before; known ones keep their spelling. */
  static MessageRow with(MessageRow row, Set<String> keywords) {
    int bits = row.bits() & (FlagBits.DELETED | FlagBits.RECENT);
    Set<String> left = new TreeSet<>(keywords);
    for (Map.Entry<String, Integer> known : BITS.entrySet()) {
      bits |= left.remove(known.getKey()) ? known.getValue() : 0;
    }
    List<String> flags = new ArrayList<>();
    for (String flag : row.userFlags()) {
      if (left.remove(flag.toLowerCase(Locale.ROOT))) {
        flags.add(flag);
      }
    }
    flags.addAll(left);
    return row.with(bits, flags.toArray(String[]::new));
  }
}
