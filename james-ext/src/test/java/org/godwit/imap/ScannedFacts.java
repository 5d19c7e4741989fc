package org.godwit.imap;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.godwit.imap.command.MailboxFacts;
import org.godwit.store.mailbox.MailboxNews;
import reactor.core.publisher.Flux;

/**
 * Facts for James's mailbox in memory: read message by message, and without memory of what went.
 */
final class ScannedFacts implements MailboxFacts {
  private final MailboxManager mailboxes;

  ScannedFacts(MailboxManager mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public Optional<List<MessageUid>> expungedSince(
      MailboxSession session, MailboxId mailbox, long modseq) {
    return Optional.empty();
  }

  @Override
  public List<MessageUid> changedSince(MailboxSession session, MailboxId mailbox, long modseq)
      throws MailboxException {
    return Flux.from(
            mailboxes
                .getMailbox(mailbox, session)
                .listMessagesMetadata(MessageRange.all(), session))
        .filter(message -> message.getModSeq().asLong() > modseq)
        .map(message -> message.getComposedMessageId().getUid())
        .sort()
        .collectList()
        .block();
  }

  @Override
  public MailboxNews.Since since(MailboxSession session, MailboxId mailbox, long modseq) {
    throw new UnsupportedOperationException("a mailbox in memory has one node");
  }

  @Override
  public Map<MailboxId, String> specialUses(MailboxSession session) throws MailboxException {
    Map<MailboxId, String> uses = new HashMap<>();
    List<MailboxMetaData> own =
        mailboxes
            .search(
                MailboxQuery.privateMailboxesBuilder(session).build(),
                MailboxManager.MailboxSearchFetchType.Minimal,
                session)
            .collectList()
            .block();
    for (MailboxMetaData mailbox : own) {
      mailboxes
          .getAnnotationsByKeys(
              mailbox.getPath(), session, Set.of(new MailboxAnnotationKey(SPECIAL_USE)))
          .forEach(
              annotation -> annotation.getValue().ifPresent(use -> uses.put(mailbox.getId(), use)));
    }
    return uses;
  }

  @Override
  public Map<MailboxId, Map<String, Integer>> annotations(MailboxSession session)
      throws MailboxException {
    Map<MailboxId, Map<String, Integer>> found = new HashMap<>();
    specialUses(session).forEach((id, use) -> found.put(id, Map.of(SPECIAL_USE, use.hashCode())));
    return found;
  }

  @Override
  public Map<MailboxId, Figures> figures(
      MailboxSession session, Collection<MailboxId> asked, boolean recent) throws MailboxException {
    Map<MailboxId, Figures> figures = new HashMap<>();
    for (MailboxId id : asked) {
      MessageManager mailbox = mailboxes.getMailbox(id, session);
      MessageManager.MailboxMetaData state =
          mailbox.getMetaData(
              MessageManager.MailboxMetaData.RecentMode.RETRIEVE,
              session,
              EnumSet.allOf(MessageManager.MailboxMetaData.Item.class));
      figures.put(
          id,
          new Figures(
              state.getUidValidity().asLong(),
              state.getUidNext().asLong(),
              state.getHighestModSeq().asLong(),
              state.getMessageCount(),
              state.getUnseenCount(),
              state.countRecent(),
              sums(session, id),
              mailboxes.myRights(mailbox.getMailboxEntity(), session)));
    }
    return figures;
  }

  @Override
  public List<MessageUid> claimRecent(MailboxSession session, MailboxId mailbox)
      throws MailboxException {
    return mailboxes
        .getMailbox(mailbox, session)
        .getMetaData(
            MessageManager.MailboxMetaData.RecentMode.RESET,
            session,
            EnumSet.noneOf(MessageManager.MailboxMetaData.Item.class))
        .getRecent();
  }

  private Sums sums(MailboxSession session, MailboxId mailbox) throws MailboxException {
    return Flux.from(
            mailboxes
                .getMailbox(mailbox, session)
                .getMessagesReactive(MessageRange.all(), FetchGroup.MINIMAL, session))
        .reduce(new Sums(0, 0, 0), ScannedFacts::add)
        .block();
  }

  private static Sums add(Sums sums, MessageResult message) {
    boolean deleted = message.getFlags().contains(Flags.Flag.DELETED);
    return new Sums(
        sums.bytes() + message.getSize(),
        sums.deleted() + (deleted ? 1 : 0),
        sums.deletedBytes() + (deleted ? message.getSize() : 0));
  }
}
