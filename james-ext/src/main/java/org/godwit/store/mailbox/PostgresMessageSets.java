package org.godwit.store.mailbox;

import com.google.common.collect.ImmutableSortedMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.events.MessageMoveEvent;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageMoves;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.event.EventFactory;
import org.godwit.store.Database;
import reactor.core.publisher.Mono;

/** Sets of messages, in PostgreSQL: a handful of statements each, however many messages. */
final class PostgresMessageSets implements MessageSets {

  private static final String READ =
      """
      SELECT %s FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
       WHERE b.account_id = ? AND b.mailbox_id = ? AND m.uid = ANY (?)
       ORDER BY m.uid
      """
          .formatted(MessageRow.COLUMNS);

  private static final String MARKED =
      """
      SELECT m.uid FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
       WHERE b.account_id = ? AND b.mailbox_id = ? AND b.deleted > 0 AND m.flags & 2 <> 0
         AND m.uid = ANY (?)
      """;

  private final Database database;
  private final EventBus events;
  private final MailboxPathLocker locker;
  private final Clock clock;
  private final FlagChange flagChange;
  private final MessageTransfer transfer;

  @Inject
  PostgresMessageSets(Database database, EventBus events, MailboxPathLocker locker, Clock clock) {
    this.database = database;
    this.events = events;
    this.locker = locker;
    this.clock = clock;
    this.flagChange = new FlagChange(database);
    this.transfer = new MessageTransfer(database);
  }

  // STORE

  @Override
  public Stored store(
      MessageManager mailbox,
      List<MessageUid> uids,
      Flags flags,
      FlagsUpdateMode mode,
      long unchangedSince,
      MailboxSession session)
      throws MailboxException {
    PostgresMessageManager in = (PostgresMessageManager) mailbox;
    Flags changeable = in.granted().changeable(flags, mode == FlagsUpdateMode.REPLACE, session);
    changeable.remove(Flags.Flag.RECENT); // 9051 §2.3.2: not for a client to set
    changeable.remove(Flags.Flag.USER);
    if (uids.isEmpty()) {
      return new Stored(List.of(), List.of());
    }
    FlagsUpdateCalculator change = new FlagsUpdateCalculator(changeable, mode);
    FlagChange.Outcome outcome =
        Refusal.unwrapped(() -> flagChange.some(in.id(), longs(uids), change, unchangedSince));
    if (outcome.changes().stream().anyMatch(UpdatedFlags::flagsChanged)) {
      events
          .dispatch(
              EventFactory.flagsUpdated()
                  .randomEventId()
                  .mailboxSession(session)
                  .mailbox(in.getMailboxEntity())
                  .updatedFlags(outcome.changes())
                  .build(),
              new MailboxIdRegistrationKey(in.getId()))
          .block();
    }
    return new Stored(outcome.changes(), outcome.held());
  }

  // APPEND

  @Override
  public List<MessageUid> append(
      MessageManager mailbox, List<Incoming> messages, MailboxSession session)
      throws MailboxException {
    PostgresMessageManager in = (PostgresMessageManager) mailbox;
    in.granted().need(session, Right.Insert);
    List<NewMessage> read = new ArrayList<>();
    for (Incoming message : messages) {
      in.makeAppendable(message.flags(), true, session);
      read.add(
          in.storer().read(message.internalDate(), message.content(), message.flags()).block());
    }
    List<PostgresMessageStorer.Added> added =
        inTurn(
            in,
            () -> {
              List<PostgresMessageStorer.Added> all = in.storer().add(in.id(), read);
              SortedMap<MessageUid, MessageMetaData> byUid = new TreeMap<>();
              all.forEach(one -> byUid.put(one.metaData().getUid(), one.metaData()));
              announceAdded(in, byUid, session);
              return all;
            });
    for (int i = 0; i < added.size(); i++) {
      if (added.get(i).joins()) {
        in.merge().merge(in.id().account(), read.get(i), session);
      }
    }
    return added.stream().map(one -> one.metaData().getUid()).sorted().toList();
  }

  // COPY, MOVE

  @Override
  public Transferred copy(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    PostgresMessageManager source = (PostgresMessageManager) from;
    PostgresMessageManager target = (PostgresMessageManager) to;
    source.granted().need(session, Right.Read);
    target.granted().need(session, Right.Insert);
    return inTurn(target, () -> copyAll(source, uids, target, session));
  }

  private Transferred copyAll(
      PostgresMessageManager source,
      List<MessageUid> uids,
      PostgresMessageManager target,
      MailboxSession session) {
    List<MessageRow> rows = rows(source.id(), uids);
    List<MessageRow> wanted = rows.stream().map(allowedIn(target, session)).toList();
    List<MessageRow> copies = transfer.copy(target.id(), wanted, now());
    if (!copies.isEmpty()) {
      announceAdded(target, MessageRow.metaData(copies), session);
      announceMoved(
          MessageMoves.builder()
              .previousMailboxIds(source.getId())
              .targetMailboxIds(target.getId(), source.getId())
              .build(),
          rows,
          session);
    }
    return new Transferred(uids(rows), uids(copies));
  }

  /** 4314 §4: a flag that one may not set there is not set, and that is no failure. */
  private static Function<MessageRow, MessageRow> allowedIn(
      PostgresMessageManager target, MailboxSession session) {
    return row -> row.with(target.granted().permitted(row.flags(), session));
  }

  @Override
  public Transferred move(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException {
    PostgresMessageManager source = (PostgresMessageManager) from;
    PostgresMessageManager target = (PostgresMessageManager) to;
    source.granted().need(session, Right.Read, Right.DeleteMessages, Right.PerformExpunge);
    target.granted().need(session, Right.Insert);
    return inTurn(target, () -> moveAll(source, uids, target, session));
  }

  private Transferred moveAll(
      PostgresMessageManager source,
      List<MessageUid> uids,
      PostgresMessageManager target,
      MailboxSession session) {
    MessageTransfer.Moved moved;
    if (source.id().account() == target.id().account()) {
      moved = transfer.moveWithin(source.id(), target.id(), longs(uids), now());
    } else {
      List<MessageRow> rows =
          rows(source.id(), uids).stream().map(allowedIn(target, session)).toList();
      moved = new MessageTransfer.Moved(rows, transfer.move(target.id(), rows, now()));
    }
    if (!moved.gone().isEmpty()) {
      announceAdded(target, MessageRow.metaData(moved.there()), session);
      announceExpunged(source, moved.gone(), session);
      announceMoved(
          MessageMoves.builder()
              .previousMailboxIds(source.getId())
              .targetMailboxIds(target.getId())
              .build(),
          moved.gone(),
          session);
    }
    return new Transferred(uids(moved.gone()), uids(moved.there()));
  }

  /** So that sessions hear of uids in their order: no message number is given twice. */
  private <T> T inTurn(PostgresMessageManager target, Callable<T> work) throws MailboxException {
    return Refusal.unwrapped(
        () ->
            Mono.from(
                    locker.executeReactiveWithLockReactive(
                        target.getMailboxPath(),
                        Mono.fromCallable(work),
                        MailboxPathLocker.LockType.Write))
                .block());
  }

  // EXPUNGE

  @Override
  public List<MessageUid> expunge(
      MessageManager mailbox, List<MessageUid> uids, MailboxSession session)
      throws MailboxException {
    PostgresMessageManager in = (PostgresMessageManager) mailbox;
    in.granted().need(session, Right.PerformExpunge);
    List<MessageUid> marked = marked(in.id(), uids);
    return marked.isEmpty() ? marked : in.removeNow(marked, session);
  }

  private List<MessageUid> marked(StoreMailboxId mailbox, List<MessageUid> uids) {
    return database.run(
        "listing what is flagged deleted",
        on -> {
          List<MessageUid> found = new ArrayList<>();
          try (PreparedStatement select = on.prepareStatement(MARKED)) {
            new Parameters(select)
                .longs(mailbox.account(), mailbox.number())
                .array(Sql.longs(on, longs(uids)));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(MessageUid.of(row.getLong(1)));
              }
            }
          }
          return found;
        });
  }

  // What they share

  private List<MessageRow> rows(StoreMailboxId mailbox, List<MessageUid> uids) {
    return database.run("reading messages to copy", on -> rows(on, mailbox, longs(uids)));
  }

  private static List<MessageRow> rows(
      Connection connection, StoreMailboxId mailbox, Collection<Long> uids) throws SQLException {
    List<MessageRow> rows = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      new Parameters(select)
          .longs(mailbox.account(), mailbox.number())
          .array(Sql.longs(connection, uids));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(MessageRow.read(row, mailbox));
        }
      }
    }
    return rows;
  }

  private void announceAdded(
      PostgresMessageManager target,
      SortedMap<MessageUid, MessageMetaData> added,
      MailboxSession session) {
    events
        .dispatch(
            EventFactory.added()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(target.getMailboxEntity())
                .metaData(ImmutableSortedMap.copyOf(added))
                .isDelivery(false)
                .build(),
            new MailboxIdRegistrationKey(target.getId()))
        .block();
  }

  private void announceExpunged(
      PostgresMessageManager source, List<MessageRow> rows, MailboxSession session) {
    events
        .dispatch(
            EventFactory.expunged()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(source.getMailboxEntity())
                .metaData(MessageRow.metaData(rows))
                .build(),
            new MailboxIdRegistrationKey(source.getId()))
        .block();
  }

  private void announceMoved(MessageMoves moves, List<MessageRow> rows, MailboxSession session) {
    MessageMoveEvent event =
        EventFactory.moved()
            .messageMoves(moves)
            .messageId(rows.stream().<MessageId>map(MessageRow::id).toList())
            .session(session)
            .build();
    events
        .dispatch(
            event,
            moves
                .impactedMailboxIds()
                .map(MailboxIdRegistrationKey::new)
                .collect(Collectors.toSet()))
        .block();
  }

  private static List<MessageUid> uids(List<MessageRow> rows) {
    return rows.stream().map(row -> MessageUid.of(row.uid())).toList();
  }

  private static List<Long> longs(List<MessageUid> uids) {
    return uids.stream().map(MessageUid::asLong).toList();
  }

  private Date now() {
    return Date.from(clock.instant());
  }
}
