package org.godwit.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.godwit.store.mailbox.MessageSets;
import reactor.core.publisher.Flux;

/** Sets in James's mailbox in memory: range by range, and not as one. */
final class MemorySets implements MessageSets {
  private final MailboxManager mailboxes;

  MemorySets(MailboxManager mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public Stored store(
      MessageManager mailbox,
      List<MessageUid> uids,
      Flags flags,
      MessageManager.FlagsUpdateMode mode,
      long unchangedSince,
      MailboxSession session)
      throws MailboxException {
    Map<MessageUid, ModSeq> before = modseqs(mailbox, session);
    List<MessageUid> there = uids.stream().filter(before::containsKey).toList();
    List<MessageUid> modified =
        there.stream().filter(uid -> before.get(uid).asLong() > unchangedSince).toList();
    List<MessageUid> wanted = there.stream().filter(uid -> !modified.contains(uid)).toList();
    Map<MessageUid, Flags> now = new HashMap<>();
    for (MessageRange range : MessageRange.toRanges(wanted)) {
      now.putAll(mailbox.setFlags(flags, mode, range, session));
    }
    Map<MessageUid, ModSeq> after = modseqs(mailbox, session);
    List<UpdatedFlags> stored =
        wanted.stream()
            .map(
                uid ->
                    UpdatedFlags.builder()
                        .uid(uid)
                        .modSeq(after.get(uid))
                        .oldFlags(new Flags())
                        .newFlags(now.get(uid))
                        .build())
            .toList();
    return new Stored(stored, modified);
  }

  private static Map<MessageUid, ModSeq> modseqs(MessageManager mailbox, MailboxSession session) {
    Map<MessageUid, ModSeq> modseqs = new HashMap<>();
    Flux.from(mailbox.listMessagesMetadata(MessageRange.all(), session))
        .toIterable()
        .forEach(
            message -> modseqs.put(message.getComposedMessageId().getUid(), message.getModSeq()));
    return modseqs;
  }

  @Override
  public List<MessageUid> append(
      MessageManager mailbox, List<Incoming> messages, MailboxSession session)
      throws MailboxException {
    List<MessageUid> added = new ArrayList<>();
    for (Incoming message : messages) {
      added.add(
          mailbox
              .appendMessage(
                  MessageManager.AppendCommand.builder()
                      .withInternalDate(message.internalDate())
                      .withFlags(message.flags())
                      .recent()
                      .build(message.content()),
                  session)
              .getId()
              .getUid());
    }
    return added;
  }

  @Override
  public Transferred copy(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    List<MessageUid> fresh = new ArrayList<>();
    for (MessageRange range : MessageRange.toRanges(uids)) {
      mailboxes
          .copyMessages(range, from.getId(), to.getId(), session)
          .forEach(added -> added.forEach(fresh::add));
    }
    return new Transferred(fresh.isEmpty() ? List.of() : uids, fresh);
  }

  @Override
  public Transferred move(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    List<MessageUid> fresh = new ArrayList<>();
    for (MessageRange range : MessageRange.toRanges(uids)) {
      mailboxes
          .moveMessages(range, from.getId(), to.getId(), session)
          .forEach(added -> added.forEach(fresh::add));
    }
    return new Transferred(fresh.isEmpty() ? List.of() : uids, fresh);
  }

  @Override
  public List<MessageUid> expunge(
      MessageManager mailbox, List<MessageUid> uids, MailboxSession session) {
    return Flux.fromIterable(MessageRange.toRanges(uids))
        .concatMap(range -> mailbox.expungeReactive(range, session))
        .collectList()
        .block();
  }
}
