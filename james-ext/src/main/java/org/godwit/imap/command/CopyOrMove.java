package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.godwit.store.mailbox.MessageSets;

/** What COPY and MOVE share: the target, the messages, and COPYUID (RFC 4315 §3). */
abstract class CopyOrMove<R extends AbstractMessageRangeRequest> extends MailboxCommand<R> {

  CopyOrMove(Class<R> request, Parts parts) {
    super(request, parts);
  }

  /** Does it for all of them or none. */
  abstract MessageSets.Transferred transfer(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException;

  /** The target; when there is none the client has been told so. */
  final Optional<MessageManager> target(R request, ImapSession session, Replies replies)
      throws MailboxException {
    try {
      return Optional.of(
          getMailboxManager()
              .getMailbox(
                  PathConverter.forSession(session).buildFullPath(request.getMailboxName()),
                  session.getMailboxSession()));
    } catch (MailboxNotFoundException e) {
      no(request, replies, "[TRYCREATE] no such mailbox"); // 9051 §6.4.7
      return Optional.empty();
    }
  }

  /** The messages that the request names. */
  final List<MessageUid> named(R request, ImapSession session) throws MailboxException {
    return UidSets.resolve(session.getSelected(), request.getIdSet(), request.isUseUids());
  }

  /**
   * Transfers messages, all of them or none (9051 §6.4.7).
   *
   * @return the response code; empty when no message was there
   */
  final String transferAll(List<MessageUid> uids, ImapSession session, MessageManager to)
      throws MailboxException {
    if (uids.isEmpty()) {
      return "";
    }
    MessageSets.Transferred done =
        transfer(
            Watched.original(selected(session)),
            uids,
            Watched.original(to),
            session.getMailboxSession());
    if (done.from().isEmpty()) {
      return "";
    }
    long validity = to.getMailboxEntity().getUidValidity().asLong();
    return "[COPYUID "
        + validity
        + " "
        + UidSets.text(done.from())
        + " "
        + UidSets.text(done.to())
        + "] ";
  }
}
