package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.response.MailboxStatusResponse;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.UidValidity;

/**
 * STATUS (RFC 9051 §6.3.11) with HIGHESTMODSEQ (RFC 7162 §3.1.7), SIZE (RFC 8438), MAILBOXID (RFC
 * 8474 §4.3), APPENDLIMIT (RFC 7889 §3.1) and DELETED (RFC 9208 §4.1.4). It looks, and changes
 * nothing.
 */
final class Status extends MailboxCommand<StatusRequest>
    implements CapabilityImplementingProcessor {
  private final MailboxFacts facts;
  private Optional<Long> appendLimit = Optional.empty();

  Status(Parts parts, MailboxFacts facts) {
    super(StatusRequest.class, parts);
    this.facts = facts;
  }

  @Override
  public void configure(ImapConfiguration configuration) {
    super.configure(configuration);
    appendLimit = configuration.getAppendLimit();
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(Capability.of("STATUS=SIZE"));
  }

  @Override
  void run(StatusRequest request, ImapSession session, Replies replies) throws MailboxException {
    MessageManager mailbox =
        getMailboxManager()
            .getMailbox(
                PathConverter.forSession(session).buildFullPath(request.getMailboxName()),
                session.getMailboxSession());
    if (!getMailboxManager()
        .hasRight(mailbox.getMailboxEntity(), MailboxACL.Right.Read, session.getMailboxSession())) {
      no(request, replies, "[NOPERM] not permitted"); // 4314 §4
      return;
    }
    StatusDataItems items = request.getStatusDataItems();
    MailboxFacts.Figures figures =
        facts
            .figures(session.getMailboxSession(), mailbox, items.isRecent())
            .orElseThrow(() -> new MailboxNotFoundException(mailbox.getId()));
    tell(request.getMailboxName(), mailbox.getId(), figures, items, session, replies);
    tellNews(session, replies, true, false);
    ok(request, replies, "status");
  }

  /** The untagged STATUS; LIST tells it too (RFC 5819). */
  void tell(
      String name,
      MailboxId id,
      MailboxFacts.Figures figures,
      StatusDataItems items,
      ImapSession session,
      Replies replies) {
    if (items.isHighestModSeq()) {
      Modseqs.enableCondstore(session); // 7162 §3.1
    }
    MailboxFacts.Sums sums = figures.sums();
    replies.respond(
        new MailboxStatusResponse(
            items.isAppendLimit() ? appendLimit : null,
            items.isSize() ? (Long) sums.bytes() : null,
            items.isDeleted() ? (Long) sums.deleted() : null,
            items.isDeletedStorage() ? (Long) sums.deletedBytes() : null,
            items.isMessages() ? (Long) figures.messages() : null,
            items.isRecent() ? (Long) figures.recent() : null,
            items.isUidNext() ? MessageUid.of(figures.uidNext()) : null,
            items.isHighestModSeq() ? ModSeq.of(Modseqs.told(figures.highestModseq())) : null,
            items.isUidValidity() ? UidValidity.of(figures.uidValidity()) : null,
            items.isUnseen() ? (Long) figures.unseen() : null,
            name,
            items.isMailboxId() ? id : null));
  }
}
