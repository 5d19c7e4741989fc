package org.godwit.imap.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.mail.Flags;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.base.UidMsnConverter;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.godwit.store.mailbox.MailboxNews;

/**
 * What a client knows of its selected mailbox, and what it has not been told yet: message numbers,
 * keywords, what is recent, and how far it was heard of. Safe for many threads; nothing here waits.
 */
final class ClientState {
  private final UidMsnConverter told = new UidMsnConverter();
  private final Untold untold = new Untold(told);
  private final RecentMessages recent = new RecentMessages();
  private final KnownKeywords keywords = new KnownKeywords();
  private final CaughtUp caughtUp = new CaughtUp();
  private long uidNext; // when it was opened
  private boolean deleted;

  /** The mailbox was read. */
  synchronized void opened(List<MessageUid> uids, Flags known) {
    told.addAll(uids);
    untold.opened();
    keywords.learn(known);
    keywords.show();
    keywords.told();
  }

  /**
   * What the client is told of the mailbox.
   *
   * @param modseq of the moment in which it was read
   * @return whether something happened elsewhere before this moment
   */
  synchronized boolean entered(List<MessageUid> first, long next, long modseq) {
    recent.add(first);
    uidNext = next;
    caughtUp.start(modseq, next - 1);
    return caughtUp.hasMissed();
  }

  // What happens

  /** Whether messages that nobody here has heard of lie before those that came. */
  synchronized boolean hasGap(Added added) {
    return caughtUp.hasGap(added.getUids().stream().map(MessageUid::asLong).sorted().toList());
  }

  /** Where to read on what others did; empty before it is known, and then it is made up for. */
  synchronized OptionalLong beginCatchingUp() {
    if (!caughtUp.isStarted()) {
      caughtUp.miss();
      return OptionalLong.empty();
    }
    caughtUp.reading();
    return OptionalLong.of(caughtUp.modseq());
  }

  /** Notes what others did; true when the client has to be told something. */
  synchronized boolean note(MailboxNews.Since since) {
    deleted |= !since.there();
    boolean news = deleted;
    for (MailboxNews.Changed one : since.changed()) {
      if (untold.isTold(one.uid())) {
        if (!caughtUp.wasHeard(one.modseq())) {
          keywords.learn(one.flags());
          untold.flagged(one.uid(), true);
          news = true;
        }
      } else if (!caughtUp.isGone(one.uid()) && untold.arrived(one.uid(), false)) {
        caughtUp.arrived(one.uid());
        keywords.learn(one.flags());
        news = true;
      }
    }
    for (MessageUid uid : since.gone()) {
      if (untold.isKnown(uid)) { // else it came and went where nobody here saw it
        untold.gone(uid);
        news = true;
      }
    }
    caughtUp.read(since.modseq());
    return news;
  }

  /**
   * Notes an event of this node.
   *
   * @param ours whether this session did it
   */
  synchronized void note(MailboxEvent event, boolean ours) {
    switch (event) {
      case Added added -> added.getUids().forEach(uid -> arrived(uid, added, ours));
      case Expunged expunged ->
          expunged
              .getUids()
              .forEach(
                  uid -> {
                    caughtUp.gone(uid);
                    untold.gone(uid);
                  });
      case FlagsUpdated updated -> updated.getUpdatedFlags().forEach(one -> flagged(one, ours));
      case MailboxDeletion deletion -> deleted = true;
      default -> {
        // nothing of a mailbox's messages
      }
    }
  }

  private void arrived(MessageUid uid, Added added, boolean ours) {
    if (untold.arrived(uid, ours)) {
      keywords.learn(added.getMetaData(uid).getFlags());
    }
  }

  private void flagged(UpdatedFlags one, boolean ours) {
    keywords.learn(one.getNewFlags());
    caughtUp.heard(one.getModSeq().asLong());
    untold.flagged(one.getUid(), !ours && differs(one)); // else the command tells it
  }

  private static boolean differs(UpdatedFlags one) {
    Flags before = new Flags(one.getOldFlags());
    Flags after = new Flags(one.getNewFlags());
    before.remove(Flags.Flag.RECENT);
    after.remove(Flags.Flag.RECENT);
    return !before.equals(after);
  }

  synchronized boolean isDeleted() {
    return deleted;
  }

  // What is to be told

  /** What came since this was asked before, ascending; the client has to be told. */
  synchronized List<Untold.Arrival> takeArrivals() {
    return untold.takeArrivals();
  }

  /** What is gone; each is told, and given to {@link #toldGone}. */
  synchronized Collection<MessageUid> gone() {
    return untold.gone();
  }

  /** The number that it had until now. */
  synchronized NullableMessageSequenceNumber toldGone(MessageUid uid) {
    untold.toldGone(uid);
    recent.remove(uid);
    return told.getAndRemove(uid);
  }

  /** Messages whose flags have to be told; they are kept until {@link #toldFlags}. */
  synchronized Collection<MessageUid> flags() {
    return untold.flags();
  }

  synchronized void toldFlags() {
    untold.toldFlags();
  }

  /** Whether messages that are told or change have to be kept for {@link #takeTouched}. */
  synchronized void follow(boolean on) {
    untold.follow(on);
  }

  /** What was told or changed since this was asked before, also by this session itself. */
  synchronized List<MessageUid> takeTouched() {
    return untold.takeTouched();
  }

  synchronized boolean hasNewKeywords() {
    return keywords.hasNews();
  }

  synchronized Flags keywords() {
    return keywords.show();
  }

  synchronized void toldKeywords() {
    keywords.told();
  }

  // What the client knows

  NullableMessageSequenceNumber number(MessageUid uid) {
    return told.getMsn(uid);
  }

  Optional<MessageUid> uid(int number) {
    return number == SelectedMailbox.NO_SUCH_MESSAGE ? Optional.empty() : told.getUid(number);
  }

  long count() {
    return told.getNumMessage();
  }

  Optional<MessageUid> firstUid() {
    return told.getFirstUid();
  }

  Optional<MessageUid> lastUid() {
    return told.getLastUid();
  }

  /** The last UID that a message had, be it here or gone, as far as the client can know. */
  synchronized long lastGivenUid() {
    return Math.max(uidNext - 1, lastUid().map(MessageUid::asLong).orElse(0L));
  }

  synchronized void addRecent(List<MessageUid> taken) {
    recent.add(taken);
  }

  synchronized boolean removeRecent(MessageUid uid) {
    return recent.remove(uid);
  }

  synchronized Collection<MessageUid> recent() {
    return recent.all().stream().filter(untold::isTold).sorted().toList();
  }

  synchronized boolean isRecent(MessageUid uid) {
    return recent.contains(uid);
  }

  synchronized boolean isFewerRecent() {
    return recent.fewer();
  }

  synchronized void toldFewerRecent() {
    recent.toldFewer();
  }
}
