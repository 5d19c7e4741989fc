package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.mailbox.MessageSets;

/** EXPUNGE (RFC 9051 §6.4.3) and UID EXPUNGE (RFC 4315 §2.1). */
final class Expunge extends MailboxCommand<ExpungeRequest>
    implements CapabilityImplementingProcessor {
  private final MessageSets sets;

  Expunge(Parts parts, MessageSets sets) {
    super(ExpungeRequest.class, parts);
    this.sets = sets;
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
    Optional<MessageLimit.Taken> named =
        request.getUidSet() == null
            ? Optional.empty() // 9738 §3.1: without a set there is no limit
            : Optional.of(limit().take(UidSets.resolve(selected, request.getUidSet(), true)));
    List<MessageUid> gone = expunge(named, mailbox, session);
    gone.forEach(selected::removeRecent);
    News.tellExpunged(session, replies, request.getUidSet() != null);
    // 7162 §3.2.7: the number only when something was expunged
    String code = gone.isEmpty() ? "" : Modseqs.codeAfterExpunge(this, session);
    partlyOk(request, replies, named.orElse(MessageLimit.Taken.ALL), code, "expunged");
  }

  private boolean mayExpunge(MessageManager mailbox, ImapSession session) throws MailboxException {
    return getMailboxManager()
        .hasRight(
            mailbox.getMailboxEntity(),
            MailboxACL.Right.PerformExpunge,
            session.getMailboxSession());
  }

  private List<MessageUid> expunge(
      Optional<MessageLimit.Taken> named, MessageManager mailbox, ImapSession session)
      throws MailboxException {
    if (named.isEmpty()) {
      return mailbox
          .expungeReactive(MessageRange.all(), session.getMailboxSession())
          .collectList()
          .block();
    }
    return sets.expunge(Watched.original(mailbox), named.get().uids(), session.getMailboxSession());
  }
}
