package org.godwit.server.pop3;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;

/** Opens maildrops, each for one conversation at a time. Safe for many threads. */
@Singleton
public final class MailDrops {

  private final MailboxManager mailboxes;
  private final Set<Username> open = ConcurrentHashMap.newKeySet();

  @Inject
  public MailDrops(@Named("mailboxmanager") MailboxManager mailboxes) {
    this.mailboxes = mailboxes;
  }

  /**
   * Opens somebody's INBOX.
   *
   * @return empty when another conversation has it. 1939 §8: the maildrop is locked
   */
  Optional<MailDrop> open(Username user) throws MailboxException {
    if (!open.add(user)) {
      return Optional.empty();
    }
    boolean opened = false;
    try {
      MailboxSession session = mailboxes.createSystemSession(user);
      MailDrop drop = new MailDrop(inbox(session), session, () -> open.remove(user));
      opened = true;
      return Optional.of(drop);
    } finally {
      if (!opened) {
        open.remove(user);
      }
    }
  }

  private MessageManager inbox(MailboxSession session) throws MailboxException {
    MailboxPath path = MailboxPath.inbox(session);
    try {
      return mailboxes.getMailbox(path, session);
    } catch (MailboxNotFoundException firstLogin) {
      mailboxes.createMailbox(path, session);
      return mailboxes.getMailbox(path, session);
    }
  }
}
