package org.godwit.imap.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.mail.Flags;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Registration;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.store.StoreException;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.MessageReading;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The selected mailbox of a session: hears what happens to it, on this node and on others, and
 * keeps it in {@link ClientState} until the client is told ({@link News}). Nothing that happens
 * while news are told is lost.
 *
 * <p>Safe for many threads.
 */
final class Selected implements SelectedMailbox, EventListener.ReactiveEventListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(Selected.class);
  private static final SearchQuery ALL = SearchQuery.of(SearchQuery.all());

  private final MessageManager mailbox;
  private final MailboxSession session;
  private final ClientState client = new ClientState();
  private final MessageReading reading;
  private final SearchContexts contexts;
  private final MailboxFacts facts;
  private final ReentrantLock catchingUp = new ReentrantLock();
  private Registration registration;

  private volatile Claim claim = Claim.NOTHING;
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
    this.claim = claim;
    if (client.entered(recent, next.asLong(), modseq.asLong())) {
      catchUp();
    }
  }

  private void load() throws MailboxException {
    Flags known = mailbox.getApplicableFlagsReactive(session).block();
    List<MessageUid> uids = Flux.from(mailbox.search(ALL, session)).collectList().block();
    client.opened(uids, known);
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
      if (about instanceof Added added && client.hasGap(added)) {
        catchUp(); // another node put messages before these, which have lower numbers
      }
      client.note(about, isOurs(about));
      watcher.run();
    } else if (event instanceof ChangedElsewhere about && about.isAbout(mailbox.getId())) {
      catchUp();
    }
  }

  private boolean isOurs(MailboxEvent event) {
    return session.getSessionId().equals(event.getSessionId());
  }

  /** Hears of what other nodes did. One statement. */
  private void catchUp() {
    catchingUp.lock();
    try {
      OptionalLong since = client.beginCatchingUp();
      if (since.isPresent()
          && client.note(facts.since(session, mailbox.getId(), since.getAsLong()))) {
        watcher.run();
      }
    } catch (MailboxException | StoreException e) {
      LOGGER.info("What others did is heard later", e); // the next hint asks from the same modseq
    } finally {
      catchingUp.unlock();
    }
  }

  // Who tells it

  /** Runs {@code news} whenever something has happened; it must not wait. */
  void watch(Runnable news) {
    watcher = news;
  }

  /** What came since this was asked before, ascending; the client has to be told. */
  List<Untold.Arrival> takeArrivals() {
    return client.takeArrivals();
  }

  /** Whether messages came; from now on they have numbers, and the client has to be told. */
  @Override
  public boolean isSizeChanged() {
    return !takeArrivals().isEmpty();
  }

  /** What is gone; each is told, and given to {@link #remove}. */
  @Override
  public Collection<MessageUid> expungedUids() {
    return client.gone();
  }

  @Override
  public NullableMessageSequenceNumber remove(MessageUid uid) {
    return client.toldGone(uid);
  }

  @Override
  public void resetExpungedUids() {
    // done one by one: others may have gone meanwhile
  }

  /** Messages whose flags have to be told; they are kept until {@link #resetEvents}. */
  @Override
  public Collection<MessageUid> flagUpdateUids() {
    return client.flags();
  }

  @Override
  public void resetEvents() {
    client.toldFlags();
  }

  MessageReading reading() {
    return reading;
  }

  /** Searches whose results are kept up to date. */
  SearchContexts contexts() {
    return contexts;
  }

  /** Whether messages that are told or change have to be kept for {@link #takeTouched}. */
  void follow(boolean on) {
    client.follow(on);
  }

  /** What was told or changed since this was asked before, also by this session itself. */
  List<MessageUid> takeTouched() {
    return client.takeTouched();
  }

  @Override
  public boolean hasNewApplicableFlags() {
    return client.hasNewKeywords();
  }

  @Override
  public Flags getApplicableFlags() {
    return client.keywords();
  }

  @Override
  public void resetNewApplicableFlags() {
    client.toldKeywords();
  }

  // What the client knows

  @Override
  public NullableMessageSequenceNumber msn(MessageUid uid) {
    return client.number(uid);
  }

  @Override
  public Optional<MessageUid> uid(int number) {
    return client.uid(number);
  }

  @Override
  public long existsCount() {
    return client.count();
  }

  @Override
  public Optional<MessageUid> getFirstUid() {
    return client.firstUid();
  }

  /** The last UID that a message had, be it here or gone, as far as the client can know. */
  long lastGivenUid() {
    return client.lastGivenUid();
  }

  @Override
  public Optional<MessageUid> getLastUid() {
    return client.lastUid();
  }

  /**
   * Makes those that came recent in this session, if no other was faster (3501 §2.3.2). One
   * statement; without it they are recent for whoever selects the mailbox next.
   */
  void claimRecent() {
    try {
      client.addRecent(claim.take());
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
  public boolean removeRecent(MessageUid uid) {
    return client.removeRecent(uid);
  }

  @Override
  public Collection<MessageUid> getRecent() {
    return client.recent();
  }

  @Override
  public int recentCount() {
    return getRecent().size();
  }

  @Override
  public boolean isRecent(MessageUid uid) {
    return client.isRecent(uid);
  }

  @Override
  public boolean isRecentUidRemoved() {
    return client.isFewerRecent();
  }

  @Override
  public void resetRecentUidRemoved() {
    client.toldFewerRecent();
  }

  @Override
  public boolean isDeletedByOtherSession() {
    return client.isDeleted();
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
