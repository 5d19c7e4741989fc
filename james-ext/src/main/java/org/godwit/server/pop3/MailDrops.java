package org.godwit.server.pop3;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.cluster.MaildropLocks;
import org.godwit.store.mailbox.LineEnds;

/** Opens maildrops, each for one conversation at a time. Safe for many threads. */
@Singleton
public final class MailDrops {

  private final MailboxManager mailboxes;
  private final Function<MailboxId, Map<Long, Integer>> lackingOctets;
  private final Locks locks;

  /** Whose maildrop is open. */
  interface Locks {
    boolean take(Username owner);

    void release(Username owner);
  }

  @Inject
  public MailDrops(
      @Named("mailboxmanager") MailboxManager mailboxes, LineEnds lineEnds, MaildropLocks locks) {
    this(
        mailboxes,
        lineEnds::lacking,
        new Locks() {
          @Override
          public boolean take(Username owner) {
            return locks.take(owner);
          }

          @Override
          public void release(Username owner) {
            locks.release(owner);
          }
        });
  }

  /**
   * @param lackingOctets by UID, what messages of a mailbox grow when their lines end with CRLF
   */
  MailDrops(
      MailboxManager mailboxes,
      Function<MailboxId, Map<Long, Integer>> lackingOctets,
      Locks locks) {
    this.mailboxes = mailboxes;
    this.locks = locks;
    this.lackingOctets = lackingOctets;
  }

  /**
   * Opens somebody's INBOX.
   *
   * @return empty when another conversation has it. 1939 §8: the maildrop is locked
   */
  Optional<MailDrop> open(Username user) throws MailboxException {
    if (!locks.take(user)) {
      return Optional.empty();
    }
    boolean opened = false;
    try {
      MailboxSession session = mailboxes.createSystemSession(user);
      MessageManager inbox = inbox(session);
      MailDrop drop =
          new MailDrop(
              inbox, session, () -> lackingOctets.apply(inbox.getId()), () -> locks.release(user));
      opened = true;
      return Optional.of(drop);
    } finally {
      if (!opened) {
        locks.release(user);
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
