package org.godwit.store.mailbox;

import com.google.common.collect.ImmutableSortedMap;
import java.io.InputStream;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.godwit.store.Database;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's message manager, but for what it asks too often: what SELECT and STATUS want to know is
 * one read of the mailbox's row; an expunge does not read first what it deletes; the quota is
 * checked by the statement that adds, so nothing is asked about it before.
 */
final class PostgresMessageManager extends StoreMessageManager {

  private static final SearchQuery ALL = SearchQuery.of(SearchQuery.all());

  private final Database database;
  private final Mailbox mailbox;
  private final StoreMapperFactory mappers;
  private final StoreRightManager rights;
  private final Rights granted;
  private final EventBus events;
  private final boolean hooked;
  private final PostgresMessageStorer storer;
  private final MailboxPathLocker locker;
  private final ThreadMerge merge;
  private final AtomicReference<MailboxStatus> listed = new AtomicReference<>(); // with the uids

  PostgresMessageManager(PostgresMailboxManager manager, Mailbox mailbox) {
    super(
        manager.getSupportedMessageCapabilities(),
        manager.getMapperFactory(),
        manager.index(),
        manager.getEventBus(),
        manager.locker(),
        mailbox,
        new NoQuotaManager(),
        manager.getQuotaComponents().getQuotaRootResolver(),
        manager.configuration().getBatchSizes(),
        manager.rights(),
        manager.hooks(),
        manager.storer());
    this.database = manager.database();
    this.mailbox = mailbox;
    this.mappers = (StoreMapperFactory) manager.getMapperFactory();
    this.rights = manager.rights();
    this.granted = new Rights(manager.rights(), mailbox);
    this.events = manager.getEventBus();
    this.hooked = manager.hooked();
    this.storer = manager.storer();
    this.locker = manager.locker();
    this.merge = manager.merge();
  }

  /** What a session may do here. */
  Rights granted() {
    return granted;
  }

  @Override
  public Flags getPermanentFlags(MailboxSession session) {
    Flags flags = super.getPermanentFlags(session);
    if (granted.may(session, MailboxACL.Right.Write)) {
      flags.add(Flags.Flag.USER);
    }
    return granted.permitted(flags, session);
  }

  // STORE

  @Override
  public Map<MessageUid, Flags> setFlags(
      Flags flags, FlagsUpdateMode mode, MessageRange range, MailboxSession session)
      throws MailboxException {
    boolean replaces = mode == FlagsUpdateMode.REPLACE;
    return super.setFlags(granted.changeable(flags, replaces, session), mode, range, session);
  }

  @Override
  public Publisher<Map<MessageUid, Flags>> setFlagsReactive(
      Flags flags, FlagsUpdateMode mode, MessageRange range, MailboxSession session) {
    try {
      boolean replaces = mode == FlagsUpdateMode.REPLACE;
      return super.setFlagsReactive(
          granted.changeable(flags, replaces, session), mode, range, session);
    } catch (InsufficientRightsException e) {
      return Mono.error(e);
    }
  }

  // COPY, MOVE

  @Override
  public Mono<List<MessageRange>> copyTo(
      MessageRange range, StoreMessageManager target, MailboxSession session) {
    if (!granted.may(session, MailboxACL.Right.Read) || !mayInsert(target, session)) {
      return Mono.error(granted::refusal);
    }
    return super.copyTo(range, target, session);
  }

  @Override
  public Mono<List<MessageRange>> moveTo(
      MessageRange range, StoreMessageManager target, MailboxSession session) {
    boolean mayLeave =
        granted.may(
            session,
            MailboxACL.Right.Read,
            MailboxACL.Right.DeleteMessages,
            MailboxACL.Right.PerformExpunge);
    if (!mayLeave || !mayInsert(target, session)) {
      return Mono.error(granted::refusal);
    }
    return super.moveTo(range, target, session);
  }

  private static boolean mayInsert(StoreMessageManager target, MailboxSession session) {
    return ((PostgresMessageManager) target).granted.may(session, MailboxACL.Right.Insert);
  }

  // APPEND

  @Override
  public AppendResult appendMessage(AppendCommand command, MailboxSession session)
      throws MailboxException {
    return MailboxReactorUtils.block(appendMessageReactive(command, session));
  }

  @Override
  public AppendResult appendMessage(
      InputStream message, Date internalDate, MailboxSession session, boolean recent, Flags flags)
      throws MailboxException {
    return MailboxReactorUtils.block(
        append(new StreamContent(message), internalDate, session, recent, flags, false));
  }

  @Override
  public Mono<AppendResult> appendMessageReactive(AppendCommand command, MailboxSession session) {
    return append(
        command.getMsgIn(),
        command.getInternalDate(),
        session,
        command.isRecent(),
        command.getFlags(),
        command.isDelivery());
  }

  private Mono<AppendResult> append(
      Content content,
      Date internalDate,
      MailboxSession session,
      boolean recent,
      Flags wanted,
      boolean delivery) {
    if (!granted.may(session, MailboxACL.Right.Insert)) {
      return Mono.error(granted::refusal);
    }
    Flags flags = wanted == null ? new Flags() : wanted;
    makeAppendable(flags, recent, session);
    Date date = internalDate == null ? storer.now() : internalDate;
    return storer.read(date, content, flags).flatMap(message -> add(message, delivery, session));
  }

  /** Takes away what may not be set, from the flags themselves, as James's callers know. */
  void makeAppendable(Flags flags, boolean recent, MailboxSession session) {
    flags.remove(refused(flags, session)); // 4314 §4: it does not fail for a flag
    flags.remove(Flags.Flag.USER);
    flags.remove(Flags.Flag.RECENT); // 9051 §2.3.2: not for a client to set
    if (recent) {
      flags.add(Flags.Flag.RECENT);
    }
  }

  PostgresMessageStorer storer() {
    return storer;
  }

  ThreadMerge merge() {
    return merge;
  }

  private Flags refused(Flags flags, MailboxSession session) {
    Flags refused = new Flags(flags);
    refused.remove(granted.permitted(flags, session));
    return refused;
  }

  /** In turn, so that sessions hear of uids in their order: no message number is given twice. */
  private Mono<AppendResult> add(NewMessage message, boolean delivery, MailboxSession session) {
    Mono<PostgresMessageStorer.Added> work =
        storer
            .add(id(), message)
            .flatMap(added -> announce(added.metaData(), delivery, session).thenReturn(added));
    return Mono.from(
            locker.executeReactiveWithLockReactive(
                getMailboxPath(), work, MailboxPathLocker.LockType.Write))
        .flatMap(added -> merged(message, added, session))
        .map(this::result);
  }

  private Mono<MessageMetaData> merged(
      NewMessage message, PostgresMessageStorer.Added added, MailboxSession session) {
    return added.joins()
        ? Blocking.mayWait(
            Mono.fromCallable(
                () -> {
                  merge.merge(id().account(), message, session);
                  return added.metaData();
                }))
        : Mono.just(added.metaData());
  }

  private Mono<Void> announce(MessageMetaData added, boolean delivery, MailboxSession session) {
    return events.dispatch(
        EventFactory.added()
            .randomEventId()
            .mailboxSession(session)
            .mailbox(mailbox)
            .addMetaData(added)
            .isDelivery(delivery)
            .build(),
        new MailboxIdRegistrationKey(mailbox.getMailboxId()));
  }

  private AppendResult result(MessageMetaData added) {
    ComposedMessageId id =
        new ComposedMessageId(mailbox.getMailboxId(), added.getMessageId(), added.getUid());
    return new AppendResult(id, added.getSize(), Optional.empty(), added.getThreadId());
  }

  /** A content that can be read once, of unknown size. */
  private record StreamContent(InputStream stream) implements Content {
    @Override
    public InputStream getInputStream() {
      return stream;
    }

    @Override
    public long size() {
      return 0;
    }
  }

  // SELECT, STATUS. SELECT asks for the flags, then for all uids, then for the rest. The mailbox
  // was
  // read just before the first, and the second reads it again with the uids. What the third says is
  // of that moment, however long ago: a client that keeps a HIGHESTMODSEQ newer than its uids would
  // never hear of what lies between.

  @Override
  public Mono<Flags> getApplicableFlagsReactive(MailboxSession session) {
    Optional<Flags> known =
        mailbox instanceof StoredMailbox stored
            ? stored.status().map(MailboxStatus::applicableFlags)
            : Optional.empty();
    return known.map(Mono::just).orElseGet(() -> super.getApplicableFlagsReactive(session));
  }

  @Override
  public Flux<MessageUid> search(SearchQuery query, MailboxSession session)
      throws MailboxException {
    if (!query.equals(ALL)) {
      return super.search(query, session);
    }
    return Blocking.flux(
        () -> {
          UidList all = database.read(id().account(), "listing uids", on -> UidList.read(on, id()));
          listed.set(all.status());
          return all.uids();
        });
  }

  private Mono<MailboxStatus> status(MailboxMetaData.RecentMode mode) {
    MailboxStatus before = listed.getAndSet(null);
    if (before != null && mode != MailboxMetaData.RecentMode.IGNORE) {
      return Mono.just(before);
    }
    return Blocking.mono(
        () ->
            database.read(id().account(), "reading a mailbox", on -> MailboxStatus.read(on, id())));
  }

  StoreMailboxId id() {
    return (StoreMailboxId) mailbox.getMailboxId();
  }

  @Override
  public Mono<MailboxMetaData> getMetaDataReactive(
      MailboxMetaData.RecentMode mode, MailboxSession session, EnumSet<MailboxMetaData.Item> items)
      throws MailboxException {
    if (!rights.hasRight(mailbox, MailboxACL.Right.Read, session)) {
      return super.getMetaDataReactive(mode, session, items);
    }
    MailboxACL acl = getResolvedAcl(session);
    return status(mode)
        .flatMap(
            status ->
                recent(status, mode, session)
                    .map(recent -> metaData(status, recent, session, acl)));
  }

  private Mono<List<MessageUid>> recent(
      MailboxStatus status, MailboxMetaData.RecentMode mode, MailboxSession session) {
    if (status.recentFrom() >= status.uidNext()) {
      return Mono.just(List.of()); // all were shown to somebody: nothing to ask
    }
    try {
      boolean mayOnlyLook = mode == MailboxMetaData.RecentMode.RESET && !isWriteable(session);
      return recent(mayOnlyLook ? MailboxMetaData.RecentMode.RETRIEVE : mode, session);
    } catch (MailboxException e) {
      return Mono.error(e);
    }
  }

  private MailboxMetaData metaData(
      MailboxStatus status, List<MessageUid> recent, MailboxSession session, MailboxACL acl) {
    return new MailboxMetaData(
        recent,
        getPermanentFlags(session),
        mailbox.getUidValidity(),
        MessageUid.of(status.uidNext()),
        status.highestModSeq(),
        status.messages(),
        status.unseen(),
        status.firstUnseenUid().orElse(null),
        isWriteable(session),
        acl);
  }

  // EXPUNGE

  @Override
  public Iterator<MessageUid> expunge(MessageRange range, MailboxSession session)
      throws MailboxException {
    return MailboxReactorUtils.block(expungeReactive(range, session).collectList()).iterator();
  }

  @Override
  public Flux<MessageUid> expungeReactive(MessageRange range, MailboxSession session) {
    if (hooked) {
      return super.expungeReactive(range, session);
    }
    if (!granted.may(session, MailboxACL.Right.PerformExpunge)) {
      return Flux.error(granted::refusal);
    }
    MessageMapper mapper = mappers.getMessageMapper(session);
    return mapper
        .retrieveMessagesMarkedForDeletionReactive(mailbox, range)
        .collectList()
        .flatMap(uids -> remove(uids, session))
        .flatMapIterable(Map::keySet);
  }

  @Override
  public void delete(List<MessageUid> uids, MailboxSession session) throws MailboxException {
    MailboxReactorUtils.block(deleteReactive(uids, session));
  }

  @Override
  public Mono<Void> deleteReactive(List<MessageUid> uids, MailboxSession session) {
    return hooked ? super.deleteReactive(uids, session) : remove(uids, session).then();
  }

  /** Removes messages, tells the sessions, and names them. */
  List<MessageUid> removeNow(List<MessageUid> uids, MailboxSession session)
      throws MailboxException {
    if (hooked) {
      delete(uids, session);
      return uids;
    }
    return List.copyOf(MailboxReactorUtils.block(remove(uids, session)).keySet());
  }

  private Mono<Map<MessageUid, MessageMetaData>> remove(
      List<MessageUid> uids, MailboxSession session) {
    return mappers
        .getMessageMapper(session)
        .deleteMessagesReactive(mailbox, uids)
        .flatMap(removed -> announce(removed, session).thenReturn(removed));
  }

  private Mono<Void> announce(Map<MessageUid, MessageMetaData> removed, MailboxSession session) {
    if (removed.isEmpty()) {
      return Mono.empty();
    }
    return events.dispatch(
        EventFactory.expunged()
            .randomEventId()
            .mailboxSession(session)
            .mailbox(mailbox)
            .metaData(ImmutableSortedMap.copyOf(removed))
            .build(),
        new MailboxIdRegistrationKey(mailbox.getMailboxId()));
  }
}
