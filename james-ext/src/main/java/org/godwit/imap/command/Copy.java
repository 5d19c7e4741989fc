package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.store.mailbox.MessageSets;

/** COPY and UID COPY (RFC 9051 §6.4.7). */
final class Copy extends CopyOrMove<CopyRequest> {
  private final MessageSets sets;

  Copy(Parts parts, MessageSets sets) {
    super(CopyRequest.class, parts);
    this.sets = sets;
  }

  @Override
  MessageSets.Transferred transfer(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    return sets.copy(from, uids, to, session);
  }

  @Override
  void run(CopyRequest request, ImapSession session, Replies replies) throws MailboxException {
    Optional<MessageManager> to = target(request, session, replies);
    if (to.isEmpty()) {
      return;
    }
    List<MessageUid> uids = named(request, session);
    if (limit().isExceededBy(uids.size())) { // 9738 §3.1: a copy is never half of it
      no(request, replies, limit().refusal());
      return;
    }
    String copyUid = transferAll(uids, session, to.get());
    tellNews(session, replies, true, request.isUseUids());
    ok(request, replies, copyUid + "copied");
  }
}
