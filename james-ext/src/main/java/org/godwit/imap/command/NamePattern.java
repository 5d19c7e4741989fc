package org.godwit.imap.command;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mailbox.model.MailboxConstants;

/** Patterns of LIST (RFC 9051 §6.3.9): {@code *} is anything, {@code %} anything in one level. */
final class NamePattern {
  private static final String INBOX = MailboxConstants.INBOX;

  private final List<Pattern> patterns;
  private final boolean levels;

  private NamePattern(List<Pattern> patterns, boolean levels) {
    this.patterns = patterns;
    this.levels = levels;
  }

  static NamePattern of(String reference, List<String> patterns, char delimiter) {
    return new NamePattern(
        patterns.stream().map(pattern -> regex(reference + pattern, delimiter)).toList(),
        patterns.stream().anyMatch(pattern -> pattern.endsWith("%")));
  }

  private static Pattern regex(String pattern, char delimiter) {
    StringBuilder regex = new StringBuilder();
    String oneLevel = "[^" + Pattern.quote(String.valueOf(delimiter)) + "]*+";
    char before = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> regex.append(before == '*' ? "" : ".*"); // "**" would be tried twice over
        case '%' -> regex.append(before == '%' ? "" : oneLevel.replace("*+", "*"));
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
      before = c;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean matches(String name) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.matcher(name).matches()
                    || (name.equals(INBOX) // 9051 §5.1: in whatever case
                        && Pattern.compile(pattern.pattern(), Pattern.CASE_INSENSITIVE)
                            .matcher(name)
                            .matches()));
  }

  /** Whether levels above a mailbox are told even when they are no mailboxes themselves. */
  boolean tellsLevels() {
    return levels;
  }
}
