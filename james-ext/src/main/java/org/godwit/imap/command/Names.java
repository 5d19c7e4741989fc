package org.godwit.imap.command;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.model.MailboxConstants;

/** Names of mailboxes, as they are written and ordered. */
public final class Names {
  static final Comparator<String> INBOX_FIRST =
      Comparator.comparing((String name) -> !name.equals(MailboxConstants.INBOX))
          .thenComparing(Comparator.naturalOrder());

  private Names() {}

  /** As a quoted string, in the modified UTF-7 of 3501 §5.1.3 or in UTF-8 (9051 §5.1). */
  static String mailbox(String name, ImapSession session) {
    return quoted(Dialect.utf8(session) ? name : ModifiedUtf7.encodeModifiedUTF7(name));
  }

  /**
   * What modified UTF-7 says.
   *
   * @return empty when it is none: no mailbox has such a name
   */
  public static Optional<String> decoded(String name) {
    try {
      return Optional.of(ModifiedUtf7.decodeModifiedUTF7(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } catch (Error e) { // which a decoder of Java makes of bytes that it was not told to expect
      if (e.getCause() instanceof CharacterCodingException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public static String quoted(String text) {
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
