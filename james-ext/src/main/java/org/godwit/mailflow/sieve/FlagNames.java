package org.godwit.mailflow.sieve;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of IMAP flags in the texts of a script (RFC 5232 §2). */
final class FlagNames {
  private static final Set<String> SYSTEM =
      Set.of("\\seen", "\\answered", "\\flagged", "\\deleted", "\\draft");
  private static final int LONGEST = 128;
  private static final Splitter BLANKS = Splitter.on(' ').omitEmptyStrings();

  private FlagNames() {}

  /** The flags in one text; what can be none is left out (5232 §2). */
  static List<String> in(String text) {
    return BLANKS.splitToStream(text).filter(FlagNames::isFlag).toList();
  }

  static List<String> in(List<String> texts) {
    return texts.stream().flatMap(text -> in(text).stream()).toList();
  }

  private static boolean isFlag(String name) {
    if (name.startsWith("\\")) {
      return SYSTEM.contains(name.toLowerCase(Locale.ROOT));
    }
    return name.length() <= LONGEST // 3501 §9: flag-keyword is an atom
        && name.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
  }
}
