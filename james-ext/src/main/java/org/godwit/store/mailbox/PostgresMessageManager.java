package org.godwit.store.mailbox;

import com.google.common.collect.ImmutableSortedMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.godwit.store.Database;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's message manager, but for what it asks too often: what SELECT and STATUS want to know is
 * one read of the mailbox's row; an expunge does not read first what it deletes; the quota is
 * checked by the statement that adds, so nothing is asked about it before.
 */
final class PostgresMessageManager extends StoreMessageManager {

  private final Database database;
  private final Mailbox mailbox;
  private final StoreMapperFactory mappers;
  private final StoreRightManager rights;
  private final EventBus events;
  private final boolean hooked;

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
    this.events = manager.getEventBus();
    this.hooked = manager.hooked();
  }

  @Override
  public Flags getPermanentFlags(MailboxSession session) {
    Flags flags = super.getPermanentFlags(session);
    flags.add(Flags.Flag.USER);
    return flags;
  }

  // SELECT, STATUS

  @Override
  public Mono<MailboxMetaData> getMetaDataReactive(
      MailboxMetaData.RecentMode mode, MailboxSession session, EnumSet<MailboxMetaData.Item> items)
      throws MailboxException {
    if (!rights.hasRight(mailbox, MailboxACL.Right.Read, session)) {
      return super.getMetaDataReactive(mode, session, items);
    }
    StoreMailboxId id = (StoreMailboxId) mailbox.getMailboxId();
    MailboxACL acl = getResolvedAcl(session);
    return Blocking.mono(() -> database.run("reading a mailbox", on -> MailboxStatus.read(on, id)))
        .flatMap(
            status ->
                recent(status, mode, session)
                    .map(recent -> metaData(status, recent, session, acl)));
  }

  private Mono<List<MessageUid>> recent(
      MailboxStatus status, MailboxMetaData.RecentMode mode, MailboxSession session) {
    if (mode == MailboxMetaData.RecentMode.RESET && !isWriteable(session)) {
      return Mono.error(() -> new ReadOnlyException(getMailboxPath()));
    }
    if (status.recentFrom() >= status.uidNext()) {
      return Mono.just(List.of()); // all were shown to somebody: nothing to ask
    }
    try {
      return recent(mode, session);
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
    if (!isWriteable(session)) {
      return Flux.error(() -> new ReadOnlyException(getMailboxPath()));
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
