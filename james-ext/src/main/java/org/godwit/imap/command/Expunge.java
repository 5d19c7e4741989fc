package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageRange;

/** EXPUNGE (RFC 9051 §6.4.3) and UID EXPUNGE (RFC 4315 §2.1). */
final class Expunge extends MailboxCommand<ExpungeRequest>
    implements CapabilityImplementingProcessor {

  Expunge(Parts parts) {
    super(ExpungeRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(ImapConstants.SUPPORTS_UIDPLUS);
  }

  @Override
  void run(ExpungeRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (ReadOnly.refuses(session, request, replies)) {
      return;
    }
    MessageManager mailbox = selected(session);
    if (!mayExpunge(mailbox, session)) {
      no(request, replies, "[NOPERM] not permitted"); // 4314 §4, the right "e"
      return;
    }
    SelectedMailbox selected = session.getSelected();
    boolean some = false;
    for (MessageRange range : ranges(request, selected)) {
      some |= expunge(mailbox, range, session);
    }
    tellNews(session, replies, true, request.getUidSet() != null);
    // 7162 §3.2.7: the number only when something was expunged
    ok(request, replies, (some ? Modseqs.codeAfterExpunge(this, session) : "") + "expunged");
  }

  private boolean mayExpunge(MessageManager mailbox, ImapSession session) throws MailboxException {
    return getMailboxManager()
        .hasRight(
            mailbox.getMailboxEntity(),
            MailboxACL.Right.PerformExpunge,
            session.getMailboxSession());
  }

  private static List<MessageRange> ranges(ExpungeRequest request, SelectedMailbox selected)
      throws MailboxException {
    if (request.getUidSet() == null) {
      return List.of(MessageRange.all());
    }
    return UidSets.ranges(selected, UidSets.resolve(selected, request.getUidSet(), true));
  }

  private static boolean expunge(MessageManager mailbox, MessageRange range, ImapSession session) {
    List<Boolean> gone =
        mailbox
            .expungeReactive(range, session.getMailboxSession())
            .map(session.getSelected()::removeRecent)
            .collectList()
            .block();
    return gone != null && !gone.isEmpty();
  }
}
