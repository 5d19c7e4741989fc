package org.godwit.imap;

import java.util.Locale;
import java.util.Map;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxType;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * What a mailbox is for, by its name (RFC 6154 §2): the names that a new account gets, and those
 * that mail programs make by themselves when there are none.
 */
final class SpecialUses implements MailboxTyper {
  private static final Map<String, MailboxType> BY_NAME =
      Map.of(
          "inbox", MailboxType.INBOX,
          "sent", MailboxType.SENT,
          "drafts", MailboxType.DRAFTS,
          "junk", MailboxType.SPAM,
          "spam", MailboxType.SPAM,
          "trash", MailboxType.TRASH,
          "archive", MailboxType.ARCHIVE);

  @Override
  public MailboxType getMailboxType(ImapSession session, MailboxPath path) {
    if (!path.belongsTo(session.getMailboxSession())) {
      return MailboxType.OTHER;
    }
    return BY_NAME.getOrDefault(path.getName().toLowerCase(Locale.ROOT), MailboxType.OTHER);
  }
}
