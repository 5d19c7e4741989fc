package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.mail.Flags;
import org.godwit.jmap.SetError;

/** Keywords as clients write them (8621 §4.1.1). */
final class EmailKeywords {

  private static final int LONGEST = 255;
  private static final int MOST = 100;
  private static final String FORBIDDEN = "(){]%*\"\\";

  private EmailKeywords() {}

  /** In lower case. */
  static Set<String> read(JsonNode given) throws SetError {
    Set<String> keywords = new HashSet<>();
    if (given == null || given.isNull()) {
      return keywords;
    }
    if (!given.isObject()) {
      throw wrong();
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!isKeyword(entry.getKey())
          || !entry.getValue().equals(com.fasterxml.jackson.databind.node.BooleanNode.TRUE)) {
        throw wrong();
      }
      keywords.add(entry.getKey().toLowerCase(Locale.ROOT));
    }
    return keywords;
  }

  /**
   * Refuses to add too many.
   *
   * @param before how many there were: by IMAP there may be more
   */
  static void mustNotBeTooMany(Set<String> keywords, int before) throws SetError {
    if (keywords.size() > MOST && keywords.size() > before) {
      throw SetError.of("tooManyKeywords", "an email has " + MOST + " at most"); // 8621 §4.6
    }
  }

  private static SetError wrong() {
    return SetError.invalidProperties("keywords are names, each true", "keywords");
  }

  private static boolean isKeyword(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST
        && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && FORBIDDEN.indexOf(c) < 0);
  }

  /** As IMAP's flags. */
  static Flags flags(Set<String> keywords) {
    Flags flags = new Flags();
    for (String keyword : keywords) {
      switch (keyword) {
        case "$seen" -> flags.add(Flags.Flag.SEEN);
        case "$flagged" -> flags.add(Flags.Flag.FLAGGED);
        case "$answered" -> flags.add(Flags.Flag.ANSWERED);
        case "$draft" -> flags.add(Flags.Flag.DRAFT);
        default -> flags.add(keyword);
      }
    }
    return flags;
  }
}
