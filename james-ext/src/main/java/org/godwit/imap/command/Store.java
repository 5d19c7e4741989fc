package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.godwit.store.mailbox.MessageSets;

/** STORE and UID STORE (RFC 9051 §6.4.6), with UNCHANGEDSINCE (RFC 7162 §3.1.3). */
final class Store extends MailboxCommand<StoreRequest> {
  private final MessageSets sets;

  Store(Parts parts, MessageSets sets) {
    super(StoreRequest.class, parts);
    this.sets = sets;
  }

  @Override
  void run(StoreRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (ReadOnly.refuses(session, request, replies)) {
      return;
    }
    SelectedMailbox selected = session.getSelected();
    MessageManager mailbox = selected(session);
    MessageLimit.Taken taken =
        limit().take(UidSets.resolve(selected, request.getIdSet(), request.isUseUids()));
    boolean conditional = request.getUnchangedSince() >= 0;
    if (conditional && Modseqs.enableCondstore(session)) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      replies.untagged("OK [HIGHESTMODSEQ " + Modseqs.highest(mailbox, session) + "] highest");
    }
    MessageSets.Stored done =
        sets.store(
            Watched.original(mailbox),
            taken.uids(),
            request.getFlags(),
            request.getFlagsUpdateMode(),
            conditional ? request.getUnchangedSince() : MessageSets.ALWAYS,
            session.getMailboxSession());
    if (!request.isSilent() || Modseqs.condstore(session)) {
      tell(request, session, done.stored(), replies);
    }
    tellNews(session, replies, request.isUseUids(), request.isUseUids());
    partlyOk(request, replies, taken, modified(request, selected, done.modified()), "stored");
  }

  private static String modified(
      StoreRequest request, SelectedMailbox selected, List<MessageUid> modified) {
    List<MessageUid> named = new ArrayList<>();
    for (MessageUid uid : modified) {
      if (request.isUseUids()) {
        named.add(uid);
      } else {
        selected.msn(uid).ifPresent(number -> named.add(MessageUid.of(number.asInt())));
      }
    }
    return named.isEmpty() ? "" : "[MODIFIED " + UidSets.text(named) + "] ";
  }

  private static void tell(
      StoreRequest request, ImapSession session, List<UpdatedFlags> stored, Replies replies) {
    SelectedMailbox selected = session.getSelected();
    boolean modseqs = Modseqs.condstore(session);
    News.tellKeywords(session, replies);
    for (UpdatedFlags message : stored) {
      Flags flags = new Flags(message.getNewFlags()); // others hear of the same object
      flags.remove(Flags.Flag.RECENT);
      if (Dialect.recent(session, selected, message.getUid())) {
        flags.add(Flags.Flag.RECENT);
      }
      FlagsAnswer.tell(
          session,
          selected,
          message.getUid(),
          request.isSilent() ? null : flags,
          modseqs ? message.getModSeq() : null,
          request.isUseUids(),
          replies);
      replies.awaitRoom();
    }
  }
}
