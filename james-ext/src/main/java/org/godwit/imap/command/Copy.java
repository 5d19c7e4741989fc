package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;

/** COPY and UID COPY (RFC 9051 §6.4.7). */
final class Copy extends CopyOrMove<CopyRequest> {

  Copy(Parts parts) {
    super(CopyRequest.class, parts);
  }

  @Override
  List<MessageRange> transfer(
      MessageRange range, MailboxId from, MailboxId to, MailboxSession session)
      throws MailboxException {
    return getMailboxManager().copyMessages(range, from, to, session);
  }

  @Override
  void run(CopyRequest request, ImapSession session, Replies replies) throws MailboxException {
    Optional<MessageManager> to = target(request, session, replies);
    if (to.isPresent()) {
      String copyUid = transferAll(request, session, to.get());
      tellNews(session, replies, true, request.isUseUids());
      ok(request, replies, copyUid + "copied");
    }
  }
}
