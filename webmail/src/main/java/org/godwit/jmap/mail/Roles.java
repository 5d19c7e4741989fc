package org.godwit.jmap.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.godwit.store.listing.MailboxList.Listed;

/**
 * What mailboxes are for (8621 §2): what their annotation says, which IMAP clients set too (RFC
 * 6154), else their name. No two of an account have one role.
 */
final class Roles {

  /** Of the registry that 8621 §10.5 opened. */
  static final Set<String> ALL =
      Set.of(
          "all",
          "archive",
          "drafts",
          "flagged",
          "important",
          "inbox",
          "junk",
          "sent",
          "snoozed",
          "subscribed",
          "trash");

  private static final Map<String, String> BY_NAME =
      Map.of(
          "inbox", "inbox",
          "sent", "sent",
          "drafts", "drafts",
          "junk", "junk",
          "spam", "junk",
          "trash", "trash",
          "archive", "archive",
          "snoozed", "snoozed");

  private Roles() {}

  /** Roles by number of mailbox. */
  static Map<Long, String> of(List<Listed> mailboxes) {
    Map<Long, String> roles = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Listed mailbox : mailboxes) {
      annotated(mailbox).filter(taken::add).ifPresent(role -> roles.put(number(mailbox), role));
    }
    for (Listed mailbox : mailboxes) {
      if (mailbox.specialUse().isEmpty() || isInbox(mailbox)) {
        byName(mailbox).filter(taken::add).ifPresent(role -> roles.put(number(mailbox), role));
      }
    }
    return roles;
  }

  private static long number(Listed mailbox) {
    return mailbox.id().number();
  }

  static boolean isInbox(Listed mailbox) {
    return mailbox.path().getName().equalsIgnoreCase("inbox");
  }

  private static Optional<String> annotated(Listed mailbox) {
    return mailbox
        .specialUse()
        .map(use -> use.strip().replace("\\", "").toLowerCase(Locale.ROOT))
        .filter(role -> ALL.contains(role) && !role.equals("inbox") && !isInbox(mailbox));
  }

  private static Optional<String> byName(Listed mailbox) {
    return Optional.ofNullable(BY_NAME.get(mailbox.path().getName().toLowerCase(Locale.ROOT)));
  }

  /** As an annotation says it (6154 §4). */
  static String use(Optional<String> role) {
    return role.map(
            name -> "\\" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
        .orElse("");
  }
}
