package org.godwit.store.mailbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.SpecialName;

/**
 * An access control list (RFC 4314) as text: one line per entry, the rights, a blank, the key. A
 * key has no line end in it, for it comes from an IMAP command or is a user's name.
 */
public final class MailboxAcl {

  private MailboxAcl() {}

  static String encode(MailboxACL acl) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<EntryKey, Rfc4314Rights> entry : acl.getEntries().entrySet()) {
      String key = entry.getKey().serialize();
      if (key.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a line end in the key of an access control list");
      }
      text.append(entry.getValue().serialize()).append(' ').append(key).append('\n');
    }
    return text.toString();
  }

  /** Reads what was stored. */
  public static MailboxACL decode(String text) {
    if (text.isEmpty()) {
      return MailboxACL.EMPTY;
    }
    Map<EntryKey, Rfc4314Rights> entries = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int blank = line.indexOf(' ');
      if (blank >= 0) {
        entries.put(EntryKey.deserialize(line.substring(blank + 1)), rights(line, blank));
      }
    }
    return new MailboxACL(entries);
  }

  private static Rfc4314Rights rights(String line, int end) {
    try {
      return Rfc4314Rights.deserialize(line.substring(0, end));
    } catch (UnsupportedRightException e) {
      throw new IllegalStateException("a stored right is unknown", e);
    }
  }

  /** The users who are granted something, and the two names that stand for many. */
  static Set<String> grantees(MailboxACL acl) {
    Set<String> names = new HashSet<>();
    for (EntryKey key : acl.getEntries().keySet()) {
      if (!key.isNegative() && reachesUsers(key)) {
        names.add(key.getName().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static boolean reachesUsers(EntryKey key) {
    return switch (key.getNameType()) {
      case user -> true;
      case special -> !key.getName().equals(SpecialName.owner.name());
      case group -> false;
    };
  }
}
