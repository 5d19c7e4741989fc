package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import reactor.core.publisher.Flux;

/** STORE and UID STORE (RFC 9051 §6.4.6), with UNCHANGEDSINCE (RFC 7162 §3.1.3). */
final class Store extends MailboxCommand<StoreRequest> {
  private final MailboxFacts facts;

  Store(Parts parts, MailboxFacts facts) {
    super(StoreRequest.class, parts);
    this.facts = facts;
  }

  @Override
  void run(StoreRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (ReadOnly.refuses(session, request, replies)) {
      return;
    }
    SelectedMailbox selected = session.getSelected();
    MessageManager mailbox = selected(session);
    List<MessageUid> uids = UidSets.resolve(selected, request.getIdSet(), request.isUseUids());
    boolean conditional = request.getUnchangedSince() >= 0;
    if (conditional && Modseqs.enableCondstore(session)) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      replies.untagged("OK [HIGHESTMODSEQ " + Modseqs.highest(mailbox, session) + "] highest");
    }
    List<MessageUid> failed = conditional ? takeChanged(request, session, uids) : List.of();
    for (MessageRange range : UidSets.ranges(selected, uids)) {
      Map<MessageUid, Flags> now =
          mailbox.setFlags(
              request.getFlags(), request.getFlagsUpdateMode(), range, session.getMailboxSession());
      tell(request, session, mailbox, range, now, replies);
    }
    tellNews(session, replies, request.isUseUids(), request.isUseUids());
    ok(request, replies, failed.isEmpty() ? "stored" : modified(request, selected, failed));
  }

  /** Takes out of {@code uids}, and returns, what has changed since. */
  private List<MessageUid> takeChanged(
      StoreRequest request, ImapSession session, List<MessageUid> uids) throws MailboxException {
    Set<MessageUid> changed =
        new HashSet<>(
            facts.changedSince(
                session.getMailboxSession(),
                session.getSelected().getMailboxId(),
                request.getUnchangedSince()));
    List<MessageUid> failed = uids.stream().filter(changed::contains).toList();
    uids.removeAll(changed);
    return failed;
  }

  private static String modified(
      StoreRequest request, SelectedMailbox selected, List<MessageUid> failed) {
    List<MessageUid> named = new ArrayList<>();
    for (MessageUid uid : failed) {
      if (request.isUseUids()) {
        named.add(uid);
      } else {
        selected.msn(uid).ifPresent(number -> named.add(MessageUid.of(number.asInt())));
      }
    }
    return "[MODIFIED " + UidSets.text(named) + "] some have changed";
  }

  private static void tell(
      StoreRequest request,
      ImapSession session,
      MessageManager mailbox,
      MessageRange range,
      Map<MessageUid, Flags> now,
      Replies replies) {
    boolean modseqs = Modseqs.condstore(session);
    if (request.isSilent() && !modseqs) {
      return;
    }
    SelectedMailbox selected = session.getSelected();
    Map<MessageUid, ModSeq> modseq = modseqs ? modseqs(mailbox, range, session) : Map.of();
    News.tellKeywords(session, replies);
    for (Map.Entry<MessageUid, Flags> changed : new java.util.TreeMap<>(now).entrySet()) {
      MessageUid uid = changed.getKey();
      Flags flags = new Flags(changed.getValue()); // others hear of the same object
      if (selected.isRecent(uid)) {
        flags.add(Flags.Flag.RECENT);
      }
      FlagsAnswer.tell(
          session,
          selected,
          uid,
          request.isSilent() ? null : flags,
          modseq.get(uid),
          request.isUseUids(),
          replies);
      replies.awaitRoom();
    }
  }

  private static Map<MessageUid, ModSeq> modseqs(
      MessageManager mailbox, MessageRange range, ImapSession session) {
    Map<MessageUid, ModSeq> modseqs = new HashMap<>();
    Flux.from(mailbox.listMessagesMetadata(range, session.getMailboxSession()))
        .toIterable()
        .forEach(
            message -> modseqs.put(message.getComposedMessageId().getUid(), message.getModSeq()));
    return modseqs;
  }
}
