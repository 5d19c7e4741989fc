package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.store.mailbox.MessageSets;

/** MOVE and UID MOVE (RFC 6851, RFC 9051 §6.4.8). */
final class Move extends CopyOrMove<MoveRequest> implements CapabilityImplementingProcessor {
  private final MessageSets sets;

  Move(Parts parts, MessageSets sets) {
    super(MoveRequest.class, parts);
    this.sets = sets;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(ImapConstants.SUPPORTS_MOVE);
  }

  @Override
  MessageSets.Transferred transfer(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    return sets.move(from, uids, to, session);
  }

  @Override
  void run(MoveRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (ReadOnly.refuses(session, request, replies)) {
      return;
    }
    Optional<MessageManager> to = target(request, session, replies);
    if (to.isEmpty()) {
      return;
    }
    MessageLimit.Taken taken = limit().take(named(request, session));
    String copyUid = transferAll(taken.uids(), session, to.get());
    if (!copyUid.isEmpty()) {
      replies.untagged("OK " + copyUid + "moved"); // 6851 §4.3: before the EXPUNGEs
    }
    News.tellExpunged(session, replies, request.isUseUids());
    // 7162 §3.2.10.1
    partlyOk(request, replies, taken, Modseqs.codeAfterExpunge(this, session), "done");
  }
}
