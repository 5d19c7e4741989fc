package org.godwit.imap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.imap.command.MailboxFacts;
import org.godwit.store.mailbox.MailboxFigures;
import org.godwit.store.mailbox.MailboxHistory;
import org.godwit.store.mailbox.MailboxNews;
import org.godwit.store.mailbox.StoreMailboxId;

/** The facts, from our store. */
final class StoreFacts implements MailboxFacts {
  private final MailboxHistory history;
  private final MailboxFigures figures;
  private final MailboxNews news;

  @Inject
  StoreFacts(MailboxHistory history, MailboxFigures figures, MailboxNews news) {
    this.history = history;
    this.figures = figures;
    this.news = news;
  }

  @Override
  public Optional<List<MessageUid>> expungedSince(
      MailboxSession session, MailboxId mailbox, long modseq) {
    MailboxHistory.Vanished gone = history.vanished(mailbox, ModSeq.of(modseq), MessageRange.all());
    return gone.complete() ? Optional.of(gone.uids()) : Optional.empty();
  }

  @Override
  public List<MessageUid> changedSince(MailboxSession session, MailboxId mailbox, long modseq) {
    return figures.changedSince((StoreMailboxId) mailbox, modseq);
  }

  @Override
  public MailboxNews.Since since(MailboxSession session, MailboxId mailbox, long modseq) {
    return news.since((StoreMailboxId) mailbox, modseq);
  }

  @Override
  public Map<MailboxId, String> specialUses(MailboxSession session) {
    return Map.copyOf(figures.annotated(session.getUser(), new MailboxAnnotationKey(SPECIAL_USE)));
  }

  @Override
  public Map<MailboxId, Map<String, Integer>> annotations(MailboxSession session) {
    return Map.copyOf(figures.annotations(session.getUser()));
  }

  /** Mostly without a round trip. */
  @Override
  public Optional<Figures> figures(MailboxSession session, MessageManager found, boolean recent)
      throws MailboxException {
    Optional<Figures> known = figures.asFound(session.getUser(), found, recent).map(StoreFacts::of);
    return known.isPresent() ? known : MailboxFacts.super.figures(session, found, recent);
  }

  @Override
  public Map<MailboxId, Figures> figures(
      MailboxSession session, Collection<MailboxId> mailboxes, boolean recent) {
    List<StoreMailboxId> asked = mailboxes.stream().map(StoreMailboxId.class::cast).toList();
    Map<MailboxId, Figures> told = new HashMap<>();
    figures.figures(session.getUser(), asked, recent).forEach((id, one) -> told.put(id, of(one)));
    return told;
  }

  private static Figures of(MailboxFigures.Figures figures) {
    MailboxFigures.Sums sums = figures.sums();
    return new Figures(
        figures.uidValidity(),
        figures.uidNext(),
        figures.highestModseq(),
        figures.messages(),
        figures.unseen(),
        figures.recent(),
        new Sums(sums.bytes(), sums.deleted(), sums.deletedBytes()),
        figures.rights());
  }

  @Override
  public List<MessageUid> claimRecent(MailboxSession session, MailboxId mailbox) {
    return figures.claimRecent((StoreMailboxId) mailbox);
  }
}
