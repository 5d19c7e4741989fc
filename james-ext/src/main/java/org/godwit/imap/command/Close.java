package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CloseRequest;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageRange;

/** CLOSE (RFC 9051 §6.4.1): expunges in silence, unless that is not permitted, and closes. */
final class Close extends MailboxCommand<CloseRequest> {

  Close(Parts parts) {
    super(CloseRequest.class, parts);
  }

  @Override
  void run(CloseRequest request, ImapSession session, Replies replies) throws MailboxException {
    MessageManager mailbox = selected(session);
    boolean expunge =
        !ReadOnly.examined(session)
            && getMailboxManager()
                .hasRight(
                    mailbox.getMailboxEntity(),
                    MailboxACL.Right.PerformExpunge,
                    session.getMailboxSession());
    if (expunge) {
      mailbox.expungeReactive(MessageRange.all(), session.getMailboxSession()).blockLast();
    }
    session.deselect().block();
    ok(request, replies, "closed");
  }
}
