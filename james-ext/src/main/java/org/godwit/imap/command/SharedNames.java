package org.godwit.imap.command;

import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.mailbox.Sessions;

/**
 * How other users' mailboxes are named here: {@code Shared/bob@example.org/Projects} is Projects of
 * bob@example.org (RFC 2342 §5). In a user's name a {@code ^} stands for a slash.
 *
 * <p>A mailbox of one's own that is named so in the store, where other programs may have made it,
 * has one {@code ^} more at its beginning: {@code ^Shared/Projects}. So each mailbox has one name,
 * and each name is of one mailbox.
 */
final class SharedNames {
  /** What all of their names begin with. */
  static final String PREFIX = "Shared" + Sessions.DELIMITER;

  private static final char STANDS_FOR_DELIMITER = '^';
  private static final String MARK = "^";

  /** Why a name that {@link #isTaken} is no name for a mailbox of one's own. */
  static final String REFUSAL = "[CANNOT] names below Shared are those of others' mailboxes";

  private SharedNames() {}

  /**
   * Whether no mailbox may be made of a name: it is the prefix, or lies below it, and so stands for
   * a mailbox of somebody else.
   */
  static boolean isTaken(String name) {
    return (name + Sessions.DELIMITER).startsWith(PREFIX);
  }

  /** Whether a name is one that {@link #isTaken}, behind any number of marks. */
  private static boolean isMarked(String name) {
    int marks = 0;
    while (name.startsWith(MARK, marks)) {
      marks++;
    }
    return isTaken(name.substring(marks));
  }

  /**
   * The path that a name stands for.
   *
   * @param session whose name it is; null when it is known to be the asking user's
   */
  static MailboxPath toStore(MailboxPath named, MailboxSession session) {
    String name = named.getName();
    if (session != null && !named.belongsTo(session)) {
      return named;
    }
    if (name.startsWith(MARK) && isMarked(name)) {
      return new MailboxPath(named.getNamespace(), named.getUser(), name.substring(1));
    }
    if (!name.startsWith(PREFIX)) {
      return named;
    }
    int userEnd = name.indexOf(Sessions.DELIMITER, PREFIX.length());
    if (userEnd <= PREFIX.length() || userEnd == name.length() - 1) {
      return named; // the level of a user is no mailbox
    }
    String user =
        name.substring(PREFIX.length(), userEnd).replace(STANDS_FOR_DELIMITER, Sessions.DELIMITER);
    String theirs = name.substring(userEnd + 1);
    return new MailboxPath(
        named.getNamespace(),
        Username.of(user),
        theirs.equalsIgnoreCase(MailboxConstants.INBOX) ? MailboxConstants.INBOX : theirs);
  }

  /** The name that a path has in this session. */
  static String visible(MailboxPath path, MailboxSession session) {
    if (path.belongsTo(session)) {
      return isMarked(path.getName()) ? MARK + path.getName() : path.getName();
    }
    String user = path.getUser().asString().replace(Sessions.DELIMITER, STANDS_FOR_DELIMITER);
    return PREFIX + user + Sessions.DELIMITER + path.getName();
  }

  /** The same as a path of the session's own user, for what takes nothing but paths. */
  static MailboxPath visiblePath(MailboxPath path, MailboxSession session) {
    return path.belongsTo(session) && !isMarked(path.getName())
        ? path
        : new MailboxPath(path.getNamespace(), session.getUser(), visible(path, session));
  }
}
