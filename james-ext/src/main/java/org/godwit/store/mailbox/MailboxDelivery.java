package org.godwit.store.mailbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.event.EventFactory;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobObjects;

/**
 * Puts mail into mailboxes, once and only once. Safe for many threads. A delivery is two
 * statements, three where an answer comes to an inbox, and fires the events of an append, so that
 * whoever looks at the mailbox sees it.
 */
public final class MailboxDelivery {

  /** What became of it; both are success. */
  public enum Outcome {
    ADDED,
    /** An earlier try got through; nothing was added. */
    THERE_ALREADY
  }

  /**
   * One copy for one mailbox.
   *
   * @param id the same whenever this is tried again. It may be shared by deliveries to different
   *     users and mailboxes: one copy goes to each
   * @param user whose mailbox it is
   * @param target where it goes
   * @param create whether to create the mailbox, subscribed, when it is not there
   * @param prefix header lines for this copy alone, such as Return-Path, each with its CRLF; empty
   *     for none
   * @param flags \Recent is added
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Delivery(
      UUID id,
      Username user,
      MailboxPath target,
      boolean create,
      byte[] prefix,
      Flags flags,
      Date internalDate) {}

  private final Database database;
  private final PostgresMailboxManager manager;
  private final StoreMessageId.Factory ids;
  private final Clock clock;

  @Inject
  public MailboxDelivery(
      Database database, PostgresMailboxManager manager, StoreMessageId.Factory ids, Clock clock) {
    this.database = database;
    this.manager = manager;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Delivers a copy of {@code letter}. When this returns, it is committed.
   *
   * @throws org.apache.james.mailbox.exception.OverQuotaException the account is full; nothing was
   *     added
   * @throws MailboxNotFoundException there is no such mailbox, and it was not to be created
   * @throws org.godwit.store.StoreUnavailable try again, with the same id
   */
  public Outcome deliver(Delivery delivery, Letter letter) throws MailboxException {
    MailboxSession session = manager.createSystemSession(delivery.user());
    try {
      Mailbox mailbox = unlessMuted(mailbox(delivery, session), letter, session);
      NewMessage message = message(delivery, letter);
      Optional<PostgresMessageStorer.Added> added =
          manager
              .locker()
              .executeWithLock(
                  mailbox.generateAssociatedPath(),
                  () -> append(mailbox, message, session),
                  MailboxPathLocker.LockType.Write);
      if (added.map(PostgresMessageStorer.Added::joins).orElse(false)) {
        manager
            .merge()
            .merge(((StoreMailboxId) mailbox.getMailboxId()).account(), message, session);
      }
      return added.isPresent() ? Outcome.ADDED : Outcome.THERE_ALREADY;
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private Mailbox mailbox(Delivery delivery, MailboxSession session) throws MailboxException {
    Optional<Mailbox> found = find(delivery.target(), session);
    if (found.isPresent()) {
      return found.get();
    }
    if (!delivery.create()) {
      throw new MailboxNotFoundException(delivery.target());
    }
    try {
      manager.createMailbox(delivery.target(), CreateOption.CREATE_SUBSCRIPTION, session);
    } catch (MailboxExistsException e) {
      // somebody else created it meanwhile, which is as well
    }
    return find(delivery.target(), session)
        .orElseThrow(() -> new MailboxNotFoundException(delivery.target()));
  }

  /** Answers in a conversation that is muted go past the inbox. */
  private Mailbox unlessMuted(Mailbox mailbox, Letter letter, MailboxSession session)
      throws MailboxException {
    if (!mailbox.generateAssociatedPath().isInbox()) {
      return mailbox;
    }
    long account = ((StoreMailboxId) mailbox.getMailboxId()).account();
    Optional<StoreMailboxId> archive =
        database.run(
            "looking for muted conversations",
            on -> MutedThreads.archive(on, account, letter.threadKeys()));
    return archive.isEmpty()
        ? mailbox
        : MailboxReactorUtils.block(
            manager.getMapperFactory().getMailboxMapper(session).findMailboxById(archive.get()));
  }

  private Optional<Mailbox> find(MailboxPath path, MailboxSession session) throws MailboxException {
    return MailboxReactorUtils.blockOptional(
        manager.getMapperFactory().getMailboxMapper(session).findMailboxByPath(path));
  }

  private NewMessage message(Delivery delivery, Letter letter) {
    Flags flags = new Flags(delivery.flags());
    flags.add(Flags.Flag.RECENT);
    return NewMessage.of(
        ids.generate(),
        letter,
        letter.fresh().map(fresh -> BlobObjects.place(database, fresh)).orElse(null),
        delivery.prefix().length == 0 ? null : delivery.prefix(),
        letter.properties(),
        flags,
        delivery.internalDate(),
        Date.from(clock.instant()),
        inMailbox(delivery));
  }

  /** What is unique in the account: the delivery and the place, which a try again has in common. */
  private static UUID inMailbox(Delivery delivery) {
    String text = delivery.id() + " " + delivery.target().asString();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<PostgresMessageStorer.Added> append(
      Mailbox mailbox, NewMessage message, MailboxSession session) throws MailboxException {
    StoreMailboxId target = (StoreMailboxId) mailbox.getMailboxId();
    Optional<PostgresMessageStorer.Added> added =
        Refusal.unwrapped(
            () -> database.run("delivering a message", on -> append(on, target, message)));
    if (added.isEmpty()) {
      return added;
    }
    manager
        .getEventBus()
        .dispatch(
            EventFactory.added()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .addMetaData(added.get().metaData())
                .isDelivery(true)
                .build(),
            new MailboxIdRegistrationKey(target))
        .block();
    return added;
  }

  private static Optional<PostgresMessageStorer.Added> append(
      Connection connection, StoreMailboxId target, NewMessage message) throws SQLException {
    try {
      return Optional.of(
          PostgresMessageStorer.Added.of(
              message, MessageAppend.append(connection, target, message)));
    } catch (SQLException e) {
      if (Sql.violates(e, "message_delivery")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
