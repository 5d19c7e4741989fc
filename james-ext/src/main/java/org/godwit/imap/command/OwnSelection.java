package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;

/**
 * The manager of the selected mailbox, kept while that stays selected, so that a FETCH or STORE
 * does not look for it anew. Only of a mailbox of one's own: rights in those of others may be taken
 * away at any time, and are read for each command.
 *
 * @param selected what was selected when the manager was found
 */
record OwnSelection(SelectedMailbox selected, MessageManager manager) {
  private static final String KEY = OwnSelection.class.getName();

  /**
   * The manager of what is selected.
   *
   * @throws MailboxException when it is no more, or is no longer shared with this user
   */
  static MessageManager of(ImapSession session, MailboxManager mailboxes) throws MailboxException {
    SelectedMailbox selected = session.getSelected();
    if (session.getAttribute(KEY) instanceof OwnSelection own && own.selected().equals(selected)) {
      return own.manager();
    }
    MessageManager found =
        mailboxes.getMailbox(selected.getMailboxId(), session.getMailboxSession());
    keep(session, selected, found);
    return found;
  }

  /** Remembers the manager of what was just selected, if it is one's own. */
  static void keep(ImapSession session, SelectedMailbox selected, MessageManager manager)
      throws MailboxException {
    // Not by its path: the path of a mailbox of others is told as a name below one's own.
    boolean own =
        manager.getMailboxEntity().getUser().equals(session.getMailboxSession().getUser());
    session.setAttribute(KEY, own ? new OwnSelection(selected, manager) : null);
  }
}
