package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.ExistsResponse;
import org.apache.james.imap.message.response.ExpungeResponse;
import org.apache.james.imap.message.response.FlagsResponse;
import org.apache.james.imap.message.response.RecentResponse;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.MessageRange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What others have done to the selected mailbox (RFC 9051 §7): told at the end of a command, and
 * when it happens in IDLE or where NOTIFY asks for it. First what went, then what came, so that a
 * client that has as many messages as before is told of both.
 */
final class News {
  private static final StatusResponseFactory RESPONSES = new UnpooledStatusResponseFactory();

  /** More runs of messages than this are read as one, with what lies between. */
  private static final int RUNS = 8;

  private News() {}

  /**
   * Tells the news that the client wants (5465 §3.1); nothing when no mailbox is selected.
   *
   * @param mayExpunge false where message numbers must not change (9051 §7.5.1)
   * @param useUid whether the command that ends speaks of UIDs
   */
  static void tell(ImapSession session, Replies replies, boolean mayExpunge, boolean useUid) {
    if (session.getSelected() instanceof Selected selected) {
      Unsolicited.Wish wish = Unsolicited.of(session).wish();
      tell(session, selected, mayExpunge && wish.gone(), useUid || wish.uids(), wish, replies);
    }
  }

  /** Tells what a command of the client's own has expunged, whatever news it wants else. */
  static void tellExpunged(ImapSession session, Replies replies, boolean useUid) {
    if (session.getSelected() instanceof Selected selected) {
      Unsolicited.Wish wish = Unsolicited.of(session).wish();
      tell(session, selected, true, useUid || wish.uids(), wish, replies);
    }
  }

  /** The same for commands of James's. */
  static Mono<Void> told(
      ImapSession session, ImapProcessor.Responder responder, boolean mayExpunge, boolean useUid) {
    return Mono.fromRunnable(() -> tell(session, (Replies) responder, mayExpunge, useUid));
  }

  private static void tell(
      ImapSession session,
      Selected selected,
      boolean mayExpunge,
      boolean useUid,
      Unsolicited.Wish wish,
      Replies replies) {
    if (mayExpunge) {
      selected.contexts().tellGone(session, selected.expungedUids(), replies);
      tellGone(session, selected, replies);
    }
    List<Untold.Arrival> came = wish.came() ? selected.takeArrivals() : List.of();
    if (!came.isEmpty()) {
      selected.claimRecent();
      replies.respond(new ExistsResponse(selected.existsCount()));
    }
    boolean recent = !came.isEmpty() || (mayExpunge && selected.isRecentUidRemoved());
    if (recent && !Dialect.rev2(session)) {
      replies.respond(new RecentResponse(selected.recentCount()));
      selected.resetRecentUidRemoved();
    }
    if (wish.flags()) {
      tellKeywords(session, replies);
      tellFlags(session, selected, useUid, replies);
      selected.resetEvents();
    }
    Map<MessageUid, List<FetchData>> wanted = tellResults(session, selected, replies);
    NewMessages.tell(session, selected, came, wish.ofNew(), wanted, replies);
  }

  /** What has joined and left results of searches, behind the FETCH and EXISTS that caused it. */
  private static Map<MessageUid, List<FetchData>> tellResults(
      ImapSession session, Selected selected, Replies replies) {
    Map<MessageUid, List<FetchData>> wanted = new HashMap<>();
    List<MessageUid> touched = selected.takeTouched();
    if (!touched.isEmpty()) {
      try {
        selected.contexts().tellTouched(session, touched, wanted, replies);
      } catch (MailboxException e) {
        throw new IllegalStateException("results could not be brought up to date", e);
      }
    }
    return wanted;
  }

  private static void tellGone(ImapSession session, SelectedMailbox selected, Replies replies) {
    Collection<MessageUid> gone = selected.expungedUids();
    if (gone.isEmpty()) {
      return;
    }
    if (Modseqs.qresync(session) || Dialect.uidOnly(session)) { // 9586 §3
      gone.forEach(selected::remove);
      replies.untagged("VANISHED " + UidSets.text(List.copyOf(gone))); // 7162 §3.2.10
    } else {
      gone.forEach(uid -> replies.respond(new ExpungeResponse(selected.remove(uid))));
    }
  }

  /** A keyword is told before a message that has it (9051 §7.3.5). */
  static void tellKeywords(ImapSession session, Replies replies) {
    SelectedMailbox selected = session.getSelected();
    if (!selected.hasNewApplicableFlags()) {
      return;
    }
    Flags known = selected.getApplicableFlags();
    replies.respond(new FlagsResponse(known));
    Flags permanent = selected.getMessageManager().getPermanentFlags(session.getMailboxSession());
    if (ReadOnly.examined(session)) {
      permanent = new Flags();
    } else if (permanent.contains(Flags.Flag.USER)) {
      permanent.add(known);
    }
    replies.respond(
        RESPONSES.untaggedOk(
            HumanReadableText.permanentFlags(permanent),
            StatusResponse.ResponseCode.permanentFlags(permanent)));
    selected.resetNewApplicableFlags();
  }

  private static void tellFlags(
      ImapSession session, SelectedMailbox selected, boolean useUid, Replies replies) {
    List<MessageUid> changed = new ArrayList<>(selected.flagUpdateUids());
    List<MessageRange> runs = UidSets.ranges(selected, changed);
    if (runs.size() > RUNS) {
      runs = List.of(MessageRange.range(changed.getFirst(), changed.getLast()));
    }
    MessageManager mailbox = selected.getMessageManager();
    for (MessageRange run : runs) {
      Flux.from(mailbox.listMessagesMetadata(run, session.getMailboxSession()))
          .toStream()
          .filter(message -> changed.contains(message.getComposedMessageId().getUid()))
          .forEach(message -> tell(message, session, selected, useUid, replies));
    }
  }

  private static void tell(
      ComposedMessageIdWithMetaData message,
      ImapSession session,
      SelectedMailbox selected,
      boolean useUid,
      Replies replies) {
    MessageUid uid = message.getComposedMessageId().getUid();
    Flags flags = new Flags(message.getFlags());
    flags.remove(Flags.Flag.RECENT);
    if (Dialect.recent(session, selected, uid)) {
      flags.add(Flags.Flag.RECENT);
    }
    ModSeq modseq = Modseqs.condstore(session) ? message.getModSeq() : null;
    FlagsAnswer.tell(session, selected, uid, flags, modseq, useUid, replies);
  }
}
