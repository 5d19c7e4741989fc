package org.godwit.imap.command;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.imap.fetch.FetchAnswers;
import org.godwit.imap.fetch.UnknownEncoding;
import org.godwit.imap.search.ReturnOptions;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageSets;
import org.godwit.store.mailbox.MessageView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FETCH and UID FETCH (RFC 9051 §6.4.5), with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4, §3.2.6),
 * BINARY (RFC 3516) and PREVIEW (RFC 8970).
 *
 * <p>Messages are read as the client takes them: a client that reads slowly holds a handful in
 * memory, however many it asked for. {@code \Seen} is set once for all of them.
 */
final class Fetch extends MailboxCommand<FetchMessages> implements CapabilityImplementingProcessor {
  private static final Logger LOGGER = LoggerFactory.getLogger(Fetch.class);

  private final MailboxFacts facts;
  private final MessageReading messages;
  private final MessageSets sets;

  Fetch(Parts parts, MailboxFacts facts, MessageReading messages, MessageSets sets) {
    super(FetchMessages.class, parts);
    this.facts = facts;
    this.messages = messages;
    this.sets = sets;
  }

  @Override
  void run(FetchMessages request, ImapSession session, Replies replies) throws MailboxException {
    FetchData asked = request.getFetch();
    if (asked.getVanished()
        && !(Modseqs.qresync(session) && request.isUseUids() && asked.getChangedSince() >= 0)) {
      bad(request, replies, "VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC"); // 7162 §3.2.6
      return;
    }
    SelectedMailbox selected = session.getSelected();
    MessageManager mailbox = selected(session);
    if (asked.contains(Item.MODSEQ) && Modseqs.enableCondstore(session)) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      replies.untagged("OK [HIGHESTMODSEQ " + Modseqs.highest(mailbox, session) + "] highest");
    }
    List<MessageUid> uids = UidSets.resolve(selected, request.getIdSet(), request.isUseUids());
    if (asked.getVanished()) {
      Vanished.tell(facts, session, request.getIdSet(), asked.getChangedSince(), replies);
    }
    if (asked.getChangedSince() >= 0) {
      uids.retainAll(changed(session, asked.getChangedSince()));
    }
    if (request.partial().isPresent()) {
      ReturnOptions.Partial part = request.partial().get();
      uids = uids.subList(part.start(uids.size()), part.end(uids.size()));
    }
    MessageLimit.Taken taken = limit().take(uids);
    uids = taken.uids();
    List<MessageRange> ranges = UidSets.ranges(selected, uids);
    boolean seen = asked.isSetSeen() && setSeen(mailbox, session, uids);
    FetchData fetch = answered(asked, session, seen);
    if (fetch.contains(Item.FLAGS)) {
      News.tellKeywords(session, replies);
    }
    Outcome outcome = Outcome.COMPLETE;
    for (MessageRange range : ranges) {
      outcome = outcome.and(fetch(selected.getMailboxId(), session, fetch, range, replies));
    }
    // 9051 §7.5.1: message numbers must not change under a FETCH that uses them.
    tellNews(session, replies, request.isUseUids(), request.isUseUids());
    switch (outcome) {
      case COMPLETE -> partlyOk(request, replies, taken, "", "fetched");
      case UNKNOWN_ENCODING -> no(request, replies, "[UNKNOWN-CTE] some parts cannot be decoded");
      case FAILED -> no(request, replies, "[SERVERBUG] some messages could not be read");
    }
  }

  /** How it ended; the later ones are worse. */
  private enum Outcome {
    COMPLETE,
    UNKNOWN_ENCODING,
    FAILED;

    Outcome and(Outcome other) {
      return compareTo(other) < 0 ? other : this;
    }
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(Capability.of("PREVIEW"));
  }

  private Set<MessageUid> changed(ImapSession session, long since) throws MailboxException {
    return new HashSet<>(
        facts.changedSince(
            session.getMailboxSession(), session.getSelected().getMailboxId(), since));
  }

  /** Whether the flag may be set, and so is now. */
  private boolean setSeen(MessageManager mailbox, ImapSession session, List<MessageUid> uids)
      throws MailboxException {
    if (ReadOnly.examined(session)) {
      return false;
    }
    try {
      sets.store(
          Watched.original(mailbox),
          uids,
          new Flags(Flags.Flag.SEEN),
          FlagsUpdateMode.ADD,
          MessageSets.ALWAYS,
          session.getMailboxSession());
      return true;
    } catch (InsufficientRightsException | ReadOnlyException e) {
      return false; // 4314 §4: without the right "s" messages are read and stay unread
    }
  }

  /** What the answers hold: what was asked for, and what has to be told besides. */
  private static FetchData answered(FetchData asked, ImapSession session, boolean seen) {
    EnumSet<Item> items = EnumSet.noneOf(Item.class);
    for (Item item : Item.values()) {
      if (asked.contains(item)) {
        items.add(item);
      }
    }
    if (seen) {
      items.add(Item.FLAGS);
    }
    if (Modseqs.qresync(session)) {
      items.add(Item.UID); // 7162 §3.2.4
    }
    if (items.contains(Item.FLAGS) && Modseqs.condstore(session)) {
      items.add(Item.MODSEQ); // 7162 §3.1.3
    }
    FetchData.Builder builder = FetchData.builder().fetch(items);
    for (BodyFetchElement element : asked.getBodyElements()) {
      builder.add(element, true);
    }
    return builder.build();
  }

  private Outcome fetch(
      MailboxId mailbox, ImapSession session, FetchData fetch, MessageRange range, Replies replies)
      throws MailboxException {
    FetchAnswers answers = new FetchAnswers(fetch, Dialect.uidOnly(session));
    Iterator<MessageView> found =
        messages.read(session.getMailboxSession(), mailbox, range, answers.wanted());
    SelectedMailbox selected = session.getSelected();
    Outcome outcome = Outcome.COMPLETE;
    boolean room = true;
    while (room && found.hasNext()) {
      MessageView message = found.next();
      Optional<Integer> number = selected.msn(message.uid()).asInt();
      if (number.isEmpty()) {
        continue; // it came just now, and the client has not been told of it
      }
      try {
        boolean recent = Dialect.recent(session, selected, message.uid());
        replies.respond(answers.answer(message, number.get(), recent));
      } catch (UnknownEncoding e) {
        outcome = outcome.and(Outcome.UNKNOWN_ENCODING); // 3516 §4.3
      } catch (RuntimeException e) {
        LOGGER.error("Message {} could not be read for FETCH", message.uid().asLong(), e);
        outcome = Outcome.FAILED;
      }
      room = replies.awaitRoom();
    }
    return outcome;
  }
}
