package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxPath;

/** What the commands on access control lists share: who may use them, and on whom. */
abstract class AclCommand<R extends ImapRequest> extends MailboxCommand<R> {

  AclCommand(Class<R> request, Parts parts) {
    super(request, parts);
  }

  /** A mailbox whose list may be seen and changed. */
  record Administered(MailboxPath path, MessageManager manager) {}

  /** The mailbox; when the session may not administer it, the client has been told so. */
  final Optional<Administered> administered(
      String name, R request, ImapSession session, Replies replies) throws MailboxException {
    MailboxPath path = PathConverter.forSession(session).buildFullPath(name);
    MessageManager mailbox = getMailboxManager().getMailbox(path, session.getMailboxSession());
    if (!may(Right.Lookup, mailbox, session)) {
      no(request, replies, "[NONEXISTENT] no such mailbox"); // 4314 §6
      return Optional.empty();
    }
    if (!may(Right.Administer, mailbox, session)) {
      no(request, replies, "[NOPERM] not permitted"); // 4314 §4
      return Optional.empty();
    }
    return Optional.of(new Administered(path, mailbox));
  }

  private boolean may(Right right, MessageManager mailbox, ImapSession session)
      throws MailboxException {
    return getMailboxManager()
        .hasRight(mailbox.getMailboxEntity(), right, session.getMailboxSession());
  }

  /** Whom the request names; when that is nobody, the client has been told so. */
  final Optional<EntryKey> identifier(String identifier, R request, Replies replies) {
    try {
      return Optional.of(AclIdentifier.read(identifier));
    } catch (IllegalArgumentException | IllegalStateException e) {
      bad(request, replies, "that identifies nobody"); // 4314 §3
      return Optional.empty();
    }
  }
}
