package org.godwit.store.mailbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.godwit.store.Database;

/**
 * Brings expunged mail back to where it was, with new uids and without \Deleted; deleted mailboxes
 * are made again. Mail that was moved lives on elsewhere and is left alone. Safe for many threads;
 * done twice, the second time finds nothing.
 */
public final class Undelete {

  /** What came back to a mailbox. */
  public record Restored(MailboxPath mailbox, int messages) {}

  private static final int AT_ONCE = 500;

  private static final String PLACES =
      """
      SELECT e.mailbox_id, coalesce(b.namespace, d.namespace) AS namespace,
             coalesce(b.name, d.name) AS name
        FROM expunged_message e
        LEFT JOIN mailbox b USING (account_id, mailbox_id)
        LEFT JOIN deleted_mailbox d USING (account_id, mailbox_id)
       WHERE e.account_id = (SELECT account_id FROM account WHERE name = ?)
         AND e.expunged_at >= ? AND NOT e.moved
         AND coalesce(b.name, d.name) = coalesce(?, b.name, d.name)
         AND (?::bigint[] IS NULL OR e.mailbox_id = ANY (?))
       GROUP BY 1, 2, 3 ORDER BY 3, 1
      """;

  // Its tombstone stays, for that uid is gone; it is marked as living on.
  private static final String TAKE =
      """
      UPDATE expunged_message e SET moved = true
       WHERE (account_id, mailbox_id, uid) IN (
               SELECT account_id, mailbox_id, uid FROM expunged_message
                WHERE account_id = ? AND mailbox_id = ? AND expunged_at >= ? AND NOT moved
                  AND (?::bigint[] IS NULL OR uid = ANY (?))
                ORDER BY uid LIMIT ?)
      RETURNING e.*, 0::bigint AS recent_from
      """;

  private static final String COUNT_IN =
      """
      UPDATE account SET messages = messages + ?, bytes = bytes + ? WHERE account_id = ?
      """;

  // Who has heard that it is gone hears that it is there, as of something new.
  private static final String BORN_AGAIN =
      """
      UPDATE message g SET created_modseq = ?
       WHERE g.account_id = ? AND g.message_id = ANY (?)
         AND NOT EXISTS (SELECT 1 FROM mailbox_message m
                          WHERE m.account_id = g.account_id AND m.message_id = g.message_id)
      """;

  private record Place(long number, MailboxPath path) {}

  /**
   * What is asked for.
   *
   * @param mailbox only from mailboxes of this name
   * @param uids only these, by the mailbox's number
   */
  private record Asked(
      Instant since, Optional<String> mailbox, Optional<Map<Long, Set<Long>>> uids) {}

  private final Database database;
  private final PostgresMailboxManager manager;
  private final Clock clock;

  @Inject
  public Undelete(Database database, PostgresMailboxManager manager, Clock clock) {
    this.database = database;
    this.manager = manager;
    this.clock = clock;
  }

  /**
   * Restores what was expunged since a time and is still kept. The quota does not stand against it.
   *
   * @param mailbox only from the mailboxes of this name
   */
  public List<Restored> restore(Username user, Instant since, Optional<String> mailbox)
      throws MailboxException {
    return restore(user, new Asked(since, mailbox, Optional.empty()), Optional.empty());
  }

  /**
   * Restores some of it. What is not there any more, or was restored already, is passed over. The
   * quota does not stand against it.
   *
   * @param places of what was expunged
   * @param target where all of it is put; where it was if empty
   */
  public List<Restored> restore(
      Username user, Collection<DeletedMail.Place> places, Optional<StoreMailboxId> target)
      throws MailboxException {
    Map<Long, Set<Long>> uids = new HashMap<>();
    places.forEach(
        place -> uids.computeIfAbsent(place.mailbox(), any -> new HashSet<>()).add(place.uid()));
    return restore(user, new Asked(Instant.EPOCH, Optional.empty(), Optional.of(uids)), target);
  }

  private List<Restored> restore(Username user, Asked asked, Optional<StoreMailboxId> elsewhere)
      throws MailboxException {
    MailboxSession session = manager.createSystemSession(user);
    List<Restored> restored = new ArrayList<>();
    try {
      for (Place place : database.run("finding lost mail", on -> places(on, user, asked))) {
        Mailbox target =
            elsewhere.isPresent()
                ? MailboxReactorUtils.block(
                    manager
                        .getMapperFactory()
                        .getMailboxMapper(session)
                        .findMailboxById(elsewhere.get()))
                : target(place.path(), session);
        restored.add(new Restored(place.path(), restore(place, asked, target, session)));
      }
      return restored;
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private static List<Place> places(Connection connection, Username user, Asked asked)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PLACES)) {
      Array mailboxes = array(connection, asked.uids().map(Map::keySet));
      Parameters next = new Parameters(select);
      next.text(user.asString()).time(Date.from(asked.since())).text(asked.mailbox().orElse(null));
      next.array(mailboxes).array(mailboxes);
      List<Place> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Place(row.getLong(1), new MailboxPath(row.getString(2), user, row.getString(3))));
        }
      }
      return found;
    }
  }

  /** Null stands for no condition. */
  private static Array array(Connection connection, Optional<Set<Long>> numbers)
      throws SQLException {
    return numbers.isPresent() ? Sql.longs(connection, numbers.get()) : null;
  }

  private Mailbox target(MailboxPath path, MailboxSession session) throws MailboxException {
    MailboxMapper mailboxes = manager.getMapperFactory().getMailboxMapper(session);
    Optional<Mailbox> found = MailboxReactorUtils.blockOptional(mailboxes.findMailboxByPath(path));
    if (found.isPresent()) {
      return found.get();
    }
    try {
      manager.createMailbox(path, session);
    } catch (MailboxExistsException e) {
      // its owner made it at this moment
    }
    return MailboxReactorUtils.blockOptional(mailboxes.findMailboxByPath(path))
        .orElseThrow(() -> new MailboxNotFoundException(path));
  }

  private int restore(Place place, Asked asked, Mailbox target, MailboxSession session)
      throws MailboxException {
    StoreMailboxId id = (StoreMailboxId) target.getMailboxId();
    int restored = 0;
    List<MessageRow> rows;
    do {
      rows =
          Refusal.unwrapped(
              () ->
                  database.transaction(
                      "restoring messages", on -> restore(on, place.number(), asked, id)));
      announce(rows, target, session);
      restored += rows.size();
    } while (rows.size() == AT_ONCE);
    return restored;
  }

  private List<MessageRow> restore(
      Connection connection, long number, Asked asked, StoreMailboxId target) throws SQLException {
    long modseq = Modseqs.next(connection, target.account());
    List<MessageRow> lost = take(connection, number, asked, target);
    if (lost.isEmpty()) {
      return lost;
    }
    try (PreparedStatement update = connection.prepareStatement(COUNT_IN)) {
      new Parameters(update).longs(lost.size(), MessageCopy.bytes(lost), target.account());
      update.executeUpdate();
    }
    try (PreparedStatement update = connection.prepareStatement(BORN_AGAIN)) {
      new Parameters(update)
          .longs(modseq, target.account())
          .array(
              connection.createArrayOf(
                  "uuid", lost.stream().map(row -> row.id().uuid()).toArray()));
      update.executeUpdate();
    }
    return MessageCopy.insert(connection, target, lost, modseq, Date.from(clock.instant()));
  }

  private static List<MessageRow> take(
      Connection connection, long number, Asked asked, StoreMailboxId target) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TAKE)) {
      Parameters next = new Parameters(update);
      Array uids = array(connection, asked.uids().map(all -> all.getOrDefault(number, Set.of())));
      next.longs(target.account(), number).time(Date.from(asked.since()));
      next.array(uids).array(uids).ints(AT_ONCE);
      List<MessageRow> lost = new ArrayList<>();
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          lost.add(MessageRow.read(row, target).without(FlagBits.DELETED));
        }
      }
      lost.sort(Comparator.comparingLong(MessageRow::uid));
      return lost;
    }
  }

  private void announce(List<MessageRow> rows, Mailbox mailbox, MailboxSession session) {
    if (rows.isEmpty()) {
      return;
    }
    manager
        .getEventBus()
        .dispatch(
            EventFactory.added()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .addMetaData(rows.stream().map(MessageRow::metaData).toList())
                .isDelivery(false)
                .build(),
            new MailboxIdRegistrationKey(mailbox.getMailboxId()))
        .block();
  }
}
