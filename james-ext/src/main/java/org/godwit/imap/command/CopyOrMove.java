package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;

/** What COPY and MOVE share: the target, the messages, and COPYUID (RFC 4315 §3). */
abstract class CopyOrMove<R extends AbstractMessageRangeRequest> extends MailboxCommand<R> {

  CopyOrMove(Class<R> request, Parts parts) {
    super(request, parts);
  }

  /** Does it for one range, and names the new UIDs in the order of the old ones. */
  abstract List<MessageRange> transfer(
      MessageRange range, MailboxId from, MailboxId to, MailboxSession session)
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

  /**
   * Transfers what the request names.
   *
   * @return the response code, or nothing when there is nothing to tell: no message was there, or
   *     some were expunged under our hands
   */
  final String transferAll(R request, ImapSession session, MessageManager to)
      throws MailboxException {
    SelectedMailbox selected = session.getSelected();
    List<MessageUid> old = UidSets.resolve(selected, request.getIdSet(), request.isUseUids());
    List<MessageUid> fresh = new ArrayList<>();
    for (MessageRange range : UidSets.ranges(selected, old)) {
      transfer(range, selected.getMailboxId(), to.getId(), session.getMailboxSession())
          .forEach(added -> added.forEach(fresh::add));
    }
    if (fresh.isEmpty() || fresh.size() != old.size()) {
      return ""; // 4315 §3: the two sets correspond, or are not told
    }
    long validity = to.getMailboxEntity().getUidValidity().asLong();
    return "[COPYUID " + validity + " " + UidSets.text(old) + " " + UidSets.text(fresh) + "] ";
  }
}
