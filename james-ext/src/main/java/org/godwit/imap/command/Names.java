package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.mailbox.model.MailboxConstants;

/** Names of mailboxes, as they are written and ordered. */
final class Names {
  static final Comparator<String> INBOX_FIRST =
      Comparator.comparing((String name) -> !name.equals(MailboxConstants.INBOX))
          .thenComparing(Comparator.naturalOrder());

  private Names() {}

  /** As a quoted string, in the modified UTF-7 of 3501 §5.1.3. */
  static String mailbox(String name) {
    return quoted(ModifiedUtf7.encodeModifiedUTF7(name));
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The levels above a name: {@code a.b.c} has {@code a} and {@code a.b}. */
  static List<String> above(String name, char delimiter) {
    List<String> above = new ArrayList<>();
    for (int at = name.indexOf(delimiter); at > 0; at = name.indexOf(delimiter, at + 1)) {
      above.add(name.substring(0, at));
    }
    return above;
  }
}
