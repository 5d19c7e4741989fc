package org.godwit.imap.command;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.UidRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.message.response.ExistsResponse;
import org.apache.james.imap.message.response.RecentResponse;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageReading;
import reactor.core.publisher.Flux;

/**
 * SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3), with CONDSTORE and QRESYNC (RFC 7162 §3.1.8,
 * §3.2.5) and MAILBOXID (RFC 8474 §4.2).
 */
final class Open<R extends AbstractMailboxSelectionRequest> extends MailboxCommand<R> {
  private static final EnumSet<MailboxMetaData.Item> FACTS =
      EnumSet.of(
          MailboxMetaData.Item.FirstUnseen,
          MailboxMetaData.Item.HighestModSeq,
          MailboxMetaData.Item.NextUid,
          MailboxMetaData.Item.MailboxCounters);

  private final EventBus events;
  private final MailboxFacts facts;
  private final MessageReading messages;
  private final MessageFinding finding;
  private final boolean examine;

  private Open(Class<R> request, Parts parts, ImapCommands.Ground ground, boolean examine) {
    super(request, parts);
    this.events = ground.events();
    this.facts = ground.facts();
    this.messages = ground.messages();
    this.finding = ground.finding();
    this.examine = examine;
  }

  static Open<SelectRequest> select(Parts parts, ImapCommands.Ground ground) {
    return new Open<>(SelectRequest.class, parts, ground, false);
  }

  static Open<ExamineRequest> examine(Parts parts, ImapCommands.Ground ground) {
    return new Open<>(ExamineRequest.class, parts, ground, true);
  }

  @Override
  void run(R request, ImapSession session, Replies replies) throws MailboxException {
    boolean resync = !request.getLastKnownUidValidity().isUnknown();
    if (resync && !Modseqs.qresync(session)) {
      bad(request, replies, "ENABLE QRESYNC comes first"); // 7162 §3.2.5
      return;
    }
    leave(session, replies);
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
    Selected selected = enter(session, mailbox);
    // Of the moment of the uids: what changes after it is told twice, not never.
    MailboxMetaData state =
        mailbox.getMetaData(
            examine ? MailboxMetaData.RecentMode.RETRIEVE : MailboxMetaData.RecentMode.RESET,
            session.getMailboxSession(),
            FACTS);
    selected.entered(
        state.getRecent(),
        state.getUidNext(),
        state.getHighestModSeq(),
        claim(session, mailbox, state));
    describe(request, session, mailbox, state, replies);
    if (request.getCondstore()) {
      Modseqs.enableCondstore(session);
    }
    if (resync && request.getLastKnownUidValidity().correspondsTo(state.getUidValidity())) {
      resynchronise(request, session, mailbox, replies);
    }
    boolean writable = !examine && state.isWriteable();
    ok(request, replies, (writable ? "[READ-WRITE] " : "[READ-ONLY] ") + "opened");
  }

  /** 9051 §6.3.2: whatever comes of the command, the mailbox of before is closed. */
  private static void leave(ImapSession session, Replies replies) {
    if (session.getSelected() != null) {
      session.deselect().block();
      if (Modseqs.qresync(session) || Dialect.rev2(session)) { // 9051 §7.1
        replies.untagged("OK [CLOSED] the mailbox of before is closed"); // 7162 §3.2.11
      }
    }
    SearchResUtil.resetSavedSequenceSet(session); // 5182 §2.1
  }

  private Selected enter(ImapSession session, MessageManager mailbox) throws MailboxException {
    Selected selected =
        Selected.open(
            events,
            mailbox,
            session.getMailboxSession(),
            messages,
            new SearchContexts(finding),
            facts);
    selected.watch(Unsolicited.of(session)::somethingHappened);
    session.selected(selected).block();
    ReadOnly.examined(session, examine);
    OwnSelection.keep(session, selected, mailbox);
    return selected;
  }

  private Selected.Claim claim(ImapSession session, MessageManager mailbox, MailboxMetaData state) {
    return examine || !state.isWriteable()
        ? Selected.Claim.NOTHING
        : () -> facts.claimRecent(session.getMailboxSession(), mailbox.getId());
  }

  private void describe(
      R request,
      ImapSession session,
      MessageManager mailbox,
      MailboxMetaData state,
      Replies replies) {
    SelectedMailbox selected = session.getSelected();
    boolean rev2 = Dialect.rev2(session);
    flags(replies, selected);
    replies.respond(new ExistsResponse(selected.existsCount()));
    if (rev2) {
      String delimiter = String.valueOf(session.getMailboxSession().getPathDelimiter());
      String name = Names.mailbox(request.getMailboxName(), session);
      replies.untagged("LIST () " + Names.quoted(delimiter) + " " + name); // 9051 §6.3.2
    } else {
      replies.respond(new RecentResponse(selected.recentCount()));
    }
    replies.untagged("OK [UIDVALIDITY " + state.getUidValidity().asLong() + "] valid");
    if (state.getFirstUnseen() != null && !rev2 && !Dialect.uidOnly(session)) {
      selected
          .msn(state.getFirstUnseen())
          .ifPresent(number -> replies.untagged("OK [UNSEEN " + number.asInt() + "] unseen"));
    }
    if (examine || !state.isWriteable()) {
      replies.untagged("OK [PERMANENTFLAGS ()] none"); // 9051 §7.1
    } else {
      permanentFlags(replies, state.getPermanentFlags(), selected);
    }
    long uidNext =
        Math.max(
            state.getUidNext().asLong(),
            selected.getLastUid().map(last -> last.asLong() + 1).orElse(1L));
    replies.untagged("OK [UIDNEXT " + uidNext + "] next");
    replies.untagged(
        "OK [HIGHESTMODSEQ " + Modseqs.told(state.getHighestModSeq().asLong()) + "] highest");
    replies.untagged("OK [MAILBOXID (" + mailbox.getId().serialize() + ")] id");
  }

  private void resynchronise(
      R request, ImapSession session, MessageManager mailbox, Replies replies)
      throws MailboxException {
    SelectedMailbox selected = session.getSelected();
    IdRange[] known = known(request.getUidSet());
    long since = request.getKnownModSeq();
    Vanished.tell(facts, session, known, since, replies);
    Set<MessageUid> asked = new HashSet<>(UidSets.resolve(selected, known, true));
    List<MessageUid> changed =
        facts.changedSince(session.getMailboxSession(), mailbox.getId(), since).stream()
            .filter(asked::contains)
            .toList();
    for (MessageRange range : UidSets.ranges(selected, changed)) {
      for (ComposedMessageIdWithMetaData message :
          Flux.from(mailbox.listMessagesMetadata(range, session.getMailboxSession()))
              .toIterable()) {
        tell(session, selected, message, replies);
      }
      replies.awaitRoom();
    }
  }

  private static IdRange[] known(UidRange[] asked) {
    if (asked == null) {
      return new IdRange[] {new IdRange(1, Long.MAX_VALUE)};
    }
    IdRange[] known = new IdRange[asked.length];
    for (int i = 0; i < asked.length; i++) {
      known[i] = new IdRange(asked[i].getLowVal().asLong(), asked[i].getHighVal().asLong());
    }
    return known;
  }

  private static void tell(
      ImapSession session,
      SelectedMailbox selected,
      ComposedMessageIdWithMetaData message,
      Replies replies) {
    MessageUid uid = message.getComposedMessageId().getUid();
    Flags flags = message.getFlags();
    if (Dialect.recent(session, selected, uid)) {
      flags.add(Flags.Flag.RECENT);
    }
    FlagsAnswer.tell(session, selected, uid, flags, message.getModSeq(), true, replies);
  }
}
