package org.godwit.imap.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.mail.Flags;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Registration;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.base.UidMsnConverter;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.godwit.store.StoreException;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.MailboxNews;
import org.godwit.store.mailbox.MessageReading;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The selected mailbox as its client knows it: message numbers are of the messages that were told,
 * and what others did since waits until it is told ({@link Untold}, {@link News}). Nothing that
 * happens while news are told is lost.
 *
 * <p>Safe for many threads.
 */
final class Selected implements SelectedMailbox, EventListener.ReactiveEventListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(Selected.class);
  private static final SearchQuery ALL = SearchQuery.of(SearchQuery.all());

  private final MessageManager mailbox;
  private final MailboxSession session;
  private Claim claim = Claim.NOTHING;
  private long uidNext; // when it was opened
  private final UidMsnConverter told = new UidMsnConverter();
  private final Untold untold = new Untold(told);
  private final RecentMessages recent = new RecentMessages();
  private final KnownKeywords keywords = new KnownKeywords();
  private final MessageReading reading;
  private final SearchContexts contexts;
  private final MailboxFacts facts;
  private final CaughtUp caughtUp = new CaughtUp();
  private final ReentrantLock catchingUp = new ReentrantLock();
  private boolean deleted;
  private Registration registration;

  private volatile Runnable watcher = () -> {};

  /** Takes what no session has seen yet. */
  interface Claim {
    /** For a session that only looks. */
    Claim NOTHING = List::of;

    List<MessageUid> take() throws MailboxException;
  }

  private Selected(
      MessageManager mailbox,
      MailboxSession session,
      MessageReading reading,
      SearchContexts contexts,
      MailboxFacts facts) {
    this.facts = facts;
    this.mailbox = mailbox;
    this.reading = reading;
    this.contexts = contexts;
    this.session = session;
  }

  /**
   * Listens to a mailbox, then reads what is in it: two statements at most. {@link #entered} comes
   * next.
   *
   * @param reading for messages that come
   * @param contexts of the searches that will be made in it
   * @param facts what happens on other nodes
   */
  static Selected open(
      EventBus events,
      MessageManager mailbox,
      MailboxSession session,
      MessageReading reading,
      SearchContexts contexts,
      MailboxFacts facts)
      throws MailboxException {
    Selected selected = new Selected(mailbox, session, reading, contexts, facts);
    selected.registration =
        Mono.from(events.register(selected, new MailboxIdRegistrationKey(mailbox.getId()))).block();
    try {
      selected.load();
      return selected;
    } catch (MailboxException | RuntimeException e) {
      selected.deselect().block();
      throw e;
    }
  }

  /**
   * What the client is told of the mailbox.
   *
   * @param recent messages that this session is the first to see
   * @param next the mailbox's UIDNEXT
   * @param modseq of the moment in which it was read
   * @param claim takes those messages that come later
   */
  void entered(List<MessageUid> recent, MessageUid next, ModSeq modseq, Claim claim) {
    boolean missed;
    synchronized (this) {
      this.recent.add(recent);
      this.uidNext = next.asLong();
      this.claim = claim;
      caughtUp.start(modseq.asLong(), next.asLong() - 1);
      missed = caughtUp.hasMissed();
    }
    if (missed) {
      catchUp();
    }
  }

  private void load() throws MailboxException {
    Flags known = mailbox.getApplicableFlagsReactive(session).block();
    List<MessageUid> uids = Flux.from(mailbox.search(ALL, session)).collectList().block();
    synchronized (this) {
      told.addAll(uids);
      untold.opened();
      keywords.learn(known);
      keywords.show();
      keywords.told();
    }
  }

  @Override
  public Mono<Void> deselect() {
    return registration == null ? Mono.empty() : Mono.from(registration.unregister());
  }

  // What happens

  @Override
  public Publisher<Void> reactiveEvent(Event event) {
    return Mono.<Void>fromRunnable(() -> take(event)).subscribeOn(Schedulers.boundedElastic());
  }

  private void take(Event event) {
    if (event instanceof MailboxEvent about && about.getMailboxId().equals(mailbox.getId())) {
      if (about instanceof Added added && hasGap(added)) {
        catchUp(); // another node put messages before these, which have lower numbers
      }
      note(about);
      watcher.run();
    } else if (event instanceof ChangedElsewhere about && about.isAbout(mailbox.getId())) {
      catchUp();
    }
  }

  private synchronized boolean hasGap(Added added) {
    return caughtUp.hasGap(added.getUids().stream().map(MessageUid::asLong).sorted().toList());
  }

  /** Hears of what other nodes did. One statement. */
  private void catchUp() {
    catchingUp.lock();
    try {
      long since;
      synchronized (this) {
        if (!caughtUp.isStarted()) {
          caughtUp.miss();
          return;
        }
        since = caughtUp.modseq();
        caughtUp.reading();
      }
      if (note(facts.since(session, mailbox.getId(), since))) {
        watcher.run();
      }
    } catch (MailboxException | StoreException e) {
      LOGGER.info("What others did is heard later", e); // the next hint asks from the same modseq
    } finally {
      catchingUp.unlock();
    }
  }

  private synchronized boolean note(MailboxNews.Since since) {
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

  private synchronized void note(MailboxEvent event) {
    switch (event) {
      case Added added -> added.getUids().forEach(uid -> arrived(uid, added));
      case Expunged expunged ->
          expunged
              .getUids()
              .forEach(
                  uid -> {
                    caughtUp.gone(uid);
                    untold.gone(uid);
                  });
      case FlagsUpdated updated -> updated.getUpdatedFlags().forEach(one -> flagged(one, updated));
      case MailboxDeletion deletion -> deleted = true;
      default -> {
        // nothing of a mailbox's messages
      }
    }
  }

  private void arrived(MessageUid uid, Added added) {
    if (untold.arrived(uid, isOurs(added))) {
      keywords.learn(added.getMetaData(uid).getFlags());
    }
  }

  private void flagged(UpdatedFlags one, FlagsUpdated event) {
    keywords.learn(one.getNewFlags());
    caughtUp.heard(one.getModSeq().asLong());
    untold.flagged(one.getUid(), !isOurs(event) && differs(one)); // else the command tells it
  }

  private boolean isOurs(Event event) {
    return event instanceof MailboxEvent about
        && session.getSessionId().equals(about.getSessionId());
  }

  private static boolean differs(UpdatedFlags one) {
    Flags before = new Flags(one.getOldFlags());
    Flags after = new Flags(one.getNewFlags());
    before.remove(Flags.Flag.RECENT);
    after.remove(Flags.Flag.RECENT);
    return !before.equals(after);
  }

  // Who tells it

  /** Runs {@code news} whenever something has happened; it must not wait. */
  void watch(Runnable news) {
    watcher = news;
  }

  /** What came since this was asked before, ascending; the client has to be told. */
  synchronized List<Untold.Arrival> takeArrivals() {
    return untold.takeArrivals();
  }

  /** Whether messages came; from now on they have numbers, and the client has to be told. */
  @Override
  public boolean isSizeChanged() {
    return !takeArrivals().isEmpty();
  }

  /** What is gone; each is told, and given to {@link #remove}. */
  @Override
  public synchronized Collection<MessageUid> expungedUids() {
    return untold.gone();
  }

  @Override
  public synchronized NullableMessageSequenceNumber remove(MessageUid uid) {
    untold.toldGone(uid);
    recent.remove(uid);
    return told.getAndRemove(uid);
  }

  @Override
  public void resetExpungedUids() {
    // done one by one: others may have gone meanwhile
  }

  /** Messages whose flags have to be told; they are kept until {@link #resetEvents}. */
  @Override
  public synchronized Collection<MessageUid> flagUpdateUids() {
    return untold.flags();
  }

  @Override
  public synchronized void resetEvents() {
    untold.toldFlags();
  }

  MessageReading reading() {
    return reading;
  }

  /** Searches whose results are kept up to date. */
  SearchContexts contexts() {
    return contexts;
  }

  /** Whether messages that are told or change have to be kept for {@link #takeTouched}. */
  synchronized void follow(boolean on) {
    untold.follow(on);
  }

  /** What was told or changed since this was asked before, also by this session itself. */
  synchronized List<MessageUid> takeTouched() {
    return untold.takeTouched();
  }

  @Override
  public synchronized boolean hasNewApplicableFlags() {
    return keywords.hasNews();
  }

  @Override
  public synchronized Flags getApplicableFlags() {
    return keywords.show();
  }

  @Override
  public synchronized void resetNewApplicableFlags() {
    keywords.told();
  }

  // What the client knows

  @Override
  public NullableMessageSequenceNumber msn(MessageUid uid) {
    return told.getMsn(uid);
  }

  @Override
  public Optional<MessageUid> uid(int number) {
    return number == NO_SUCH_MESSAGE ? Optional.empty() : told.getUid(number);
  }

  @Override
  public long existsCount() {
    return told.getNumMessage();
  }

  @Override
  public Optional<MessageUid> getFirstUid() {
    return told.getFirstUid();
  }

  /** The last UID that a message had, be it here or gone, as far as the client can know. */
  long lastGivenUid() {
    return Math.max(uidNext - 1, getLastUid().map(MessageUid::asLong).orElse(0L));
  }

  @Override
  public Optional<MessageUid> getLastUid() {
    return told.getLastUid();
  }

  /**
   * Makes those that came recent in this session, if no other was faster (3501 §2.3.2). One
   * statement; without it they are recent for whoever selects the mailbox next.
   */
  void claimRecent() {
    try {
      List<MessageUid> taken = claim.take();
      synchronized (this) {
        recent.add(taken);
      }
    } catch (MailboxException | StoreException e) {
      LOGGER.info("What came could not be marked as recent", e);
    }
  }

  /** Nothing by itself: see {@link #claimRecent}. */
  @Override
  public boolean addRecent(MessageUid uid) {
    return false;
  }

  @Override
  public synchronized boolean removeRecent(MessageUid uid) {
    return recent.remove(uid);
  }

  @Override
  public synchronized Collection<MessageUid> getRecent() {
    return recent.all().stream().filter(untold::isTold).sorted().toList();
  }

  @Override
  public int recentCount() {
    return getRecent().size();
  }

  @Override
  public synchronized boolean isRecent(MessageUid uid) {
    return recent.contains(uid);
  }

  @Override
  public synchronized boolean isRecentUidRemoved() {
    return recent.fewer();
  }

  @Override
  public synchronized void resetRecentUidRemoved() {
    recent.toldFewer();
  }

  @Override
  public synchronized boolean isDeletedByOtherSession() {
    return deleted;
  }

  @Override
  public MailboxId getMailboxId() {
    return mailbox.getId();
  }

  @Override
  public MessageManager getMessageManager() {
    return mailbox;
  }

  @Override
  public Mono<MailboxPath> getPathReactive() {
    return Mono.fromCallable(mailbox::getMailboxPath);
  }

  // James's IDLE is not used: ours watches.

  @Override
  public void registerIdle(EventListener.ReactiveEventListener idle) {
    throw new UnsupportedOperationException("IDLE watches");
  }

  @Override
  public void unregisterIdle() {
    throw new UnsupportedOperationException("IDLE watches");
  }
}
