package org.godwit.store.mailbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.godwit.store.Database;

/**
 * Makes one of threads that a late message joins: that of the oldest stays. A message's thread and
 * id are for ever (8621 §3, 8474 §5.1), so the messages of the others are put where they are anew,
 * with new ids and uids, and are there no more under their old ones. Safe for many threads; a
 * constant number of statements, and two for each mailbox that is touched.
 */
final class ThreadMerge {

  /** Rows that are put anew at once: who writes one message must not make us write a million. */
  private static final int MOST = 1000;

  private static final String JOINED =
      """
      SELECT thread_id FROM thread_reference
       WHERE account_id = ? AND reference_hash = ANY (?) AND subject_hash = ?
      UNION SELECT thread_id FROM message WHERE account_id = ? AND message_id = ?
      ORDER BY thread_id
      """;

  private static final String ROWS =
      """
      SELECT b.mailbox_id, %s
        FROM message g
        JOIN mailbox_message m USING (account_id, message_id)
        JOIN mailbox b USING (account_id, mailbox_id)
       WHERE g.account_id = ? AND g.thread_id = ANY (?)
       ORDER BY b.mailbox_id, m.uid
       LIMIT ?
      """
          .formatted(MessageRow.COLUMNS);

  private static final String LEAD_ON =
      "UPDATE thread_reference SET thread_id = ? WHERE account_id = ? AND thread_id = ANY (?)";

  // The delivery stays with the old id: a try again finds it there.
  private static final String RENAME =
      """
      INSERT INTO message (account_id, message_id, thread_id, blob_hash, prefix, size,
                           lacking_octets, body_start, header, properties, text_lines, summary,
                           created_modseq, received_at)
      SELECT account_id, w.fresh, ?, blob_hash, prefix, size, lacking_octets, body_start, header,
             properties, text_lines, summary, ?, received_at
        FROM message JOIN unnest(?::uuid[], ?::uuid[]) AS w (message_id, fresh) USING (message_id)
       WHERE account_id = ?
      """;

  private static final String SUBMISSIONS =
      """
      UPDATE submission s SET message_id = w.fresh, thread_id = ?, modseq = ?
        FROM unnest(?::uuid[], ?::uuid[]) AS w (message_id, fresh)
       WHERE s.account_id = ? AND s.message_id = w.message_id
      """;

  // What is put off comes back at its time under its new id.
  private static final String SNOOZED =
      """
      WITH w AS (SELECT * FROM unnest(?::uuid[], ?::uuid[]) AS w (record_id, fresh)),
      before AS (
        SELECT r.record_id, w.fresh, r.content FROM client_record r JOIN w USING (record_id)
         WHERE r.account_id = ? AND r.type = 'Snooze' AND NOT r.gone),
      gone AS (
        UPDATE client_record r SET gone = true, content = '{}', modseq = ?, changed_at = now()
          FROM before
         WHERE r.account_id = ? AND r.type = 'Snooze' AND r.record_id = before.record_id)
      INSERT INTO client_record (account_id, type, record_id, content, created_modseq, modseq)
      SELECT ?, 'Snooze', fresh, content, ?, ? FROM before
      """;

  /** What became of the messages of one mailbox. */
  private record InMailbox(List<MessageRow> gone, List<MessageRow> there) {}

  private final Database database;
  private final StoreMapperFactory mappers;
  private final MailboxPathLocker locker;
  private final EventBus events;
  private final StoreMessageId.Factory ids;
  private final Clock clock;

  ThreadMerge(
      Database database,
      StoreMapperFactory mappers,
      MailboxPathLocker locker,
      EventBus events,
      StoreMessageId.Factory ids,
      Clock clock) {
    this.database = database;
    this.mappers = mappers;
    this.locker = locker;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
  }

  /** Makes one of the threads that a message, which is there already, belongs to. */
  void merge(long account, NewMessage message, MailboxSession session) throws MailboxException {
    List<Mailbox> mailboxes = new ArrayList<>();
    MailboxMapper mapper = mappers.getMailboxMapper(session);
    for (Long number : database.run("finding threads", on -> places(on, account, message))) {
      mailboxes.add(
          MailboxReactorUtils.block(mapper.findMailboxById(new StoreMailboxId(account, number))));
    }
    if (!mailboxes.isEmpty()) {
      inTurn(mailboxes, 0, () -> mergeNow(account, message, mailboxes, session));
    }
  }

  private interface Work {
    void run() throws MailboxException;
  }

  /** So that sessions hear of uids in their order: no message number is given twice. */
  private void inTurn(List<Mailbox> mailboxes, int from, Work work) throws MailboxException {
    if (from == mailboxes.size()) {
      work.run();
      return;
    }
    locker.executeWithLock(
        mailboxes.get(from).generateAssociatedPath(),
        () -> {
          inTurn(mailboxes, from + 1, work);
          return true;
        },
        MailboxPathLocker.LockType.Write);
  }

  /** Mailboxes that hold something of the threads, by number. */
  private static List<Long> places(Connection on, long account, NewMessage message)
      throws SQLException {
    List<UUID> threads = joined(on, account, message);
    return threads.size() < 2
        ? List.of()
        : rows(on, account, threads.subList(1, threads.size())).stream()
            .map(row -> row.mailbox().number())
            .distinct()
            .toList();
  }

  private void mergeNow(
      long account, NewMessage message, List<Mailbox> mailboxes, MailboxSession session)
      throws MailboxException {
    Map<Long, InMailbox> done =
        Refusal.unwrapped(
            () -> database.transaction("joining threads", on -> merge(on, account, message)));
    for (Mailbox mailbox : mailboxes) {
      InMailbox here = done.get(((StoreMailboxId) mailbox.getMailboxId()).number());
      if (here != null) {
        announce(mailbox, here, session);
      }
    }
  }

  private Map<Long, InMailbox> merge(Connection on, long account, NewMessage message)
      throws SQLException {
    Modseqs.lock(on, account);
    List<UUID> threads = joined(on, account, message);
    if (threads.size() < 2) {
      return Map.of(); // somebody else has done it
    }
    StoreMessageId kept = new StoreMessageId(threads.getFirst());
    List<UUID> others = threads.subList(1, threads.size());
    List<MessageRow> rows = rows(on, account, others);
    if (rows.size() > MOST) {
      return Map.of();
    }
    long modseq = Modseqs.next(on, account);
    leadOn(on, account, kept, others);
    Map<StoreMessageId, StoreMessageId> renamed = new LinkedHashMap<>();
    rows.forEach(row -> renamed.computeIfAbsent(row.id(), id -> ids.generate()));
    rename(on, account, kept, renamed, modseq);
    return putAnew(on, rows, kept, renamed, modseq);
  }

  private static List<UUID> joined(Connection on, long account, NewMessage message)
      throws SQLException {
    ThreadKeys keys = message.threadKeys();
    try (PreparedStatement select = on.prepareStatement(JOINED)) {
      new Parameters(select)
          .longs(account)
          .array(Sql.longs(on, keys.references()))
          .longs(keys.subject(), account)
          .uuid(message.id().uuid());
      List<UUID> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
      }
      return found;
    }
  }

  private static List<MessageRow> rows(Connection on, long account, List<UUID> threads)
      throws SQLException {
    try (PreparedStatement select = on.prepareStatement(ROWS)) {
      new Parameters(select)
          .longs(account)
          .array(on.createArrayOf("uuid", threads.toArray()))
          .longs(MOST + 1);
      List<MessageRow> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(MessageRow.read(row, new StoreMailboxId(account, row.getLong("mailbox_id"))));
        }
      }
      return found;
    }
  }

  private static void leadOn(Connection on, long account, StoreMessageId kept, List<UUID> others)
      throws SQLException {
    try (PreparedStatement update = on.prepareStatement(LEAD_ON)) {
      new Parameters(update)
          .uuid(kept.uuid())
          .longs(account)
          .array(on.createArrayOf("uuid", others.toArray()));
      update.executeUpdate();
    }
  }

  private static void rename(
      Connection on,
      long account,
      StoreMessageId kept,
      Map<StoreMessageId, StoreMessageId> renamed,
      long modseq)
      throws SQLException {
    if (renamed.isEmpty()) {
      return;
    }
    Array before =
        on.createArrayOf("uuid", renamed.keySet().stream().map(StoreMessageId::uuid).toArray());
    Array fresh =
        on.createArrayOf("uuid", renamed.values().stream().map(StoreMessageId::uuid).toArray());
    for (String statement : List.of(RENAME, SUBMISSIONS)) {
      try (PreparedStatement write = on.prepareStatement(statement)) {
        new Parameters(write)
            .uuid(kept.uuid())
            .longs(modseq)
            .array(before)
            .array(fresh)
            .longs(account);
        write.executeUpdate();
      }
    }
    try (PreparedStatement write = on.prepareStatement(SNOOZED)) {
      new Parameters(write)
          .array(before)
          .array(fresh)
          .longs(account, modseq, account, account, modseq, modseq);
      write.executeUpdate();
    }
  }

  private Map<Long, InMailbox> putAnew(
      Connection on,
      List<MessageRow> rows,
      StoreMessageId kept,
      Map<StoreMessageId, StoreMessageId> renamed,
      long modseq)
      throws SQLException {
    SortedMap<Long, List<Long>> places = new TreeMap<>();
    rows.forEach(
        row ->
            places
                .computeIfAbsent(row.mailbox().number(), any -> new ArrayList<>())
                .add(row.uid()));
    Date now = Date.from(clock.instant());
    Map<Long, InMailbox> done = new HashMap<>();
    for (Map.Entry<Long, List<Long>> place : places.entrySet()) {
      StoreMailboxId mailbox =
          new StoreMailboxId(rows.getFirst().mailbox().account(), place.getKey());
      List<MessageRow> gone = MessageRemoval.remove(on, mailbox, place.getValue(), modseq, true);
      List<MessageRow> anew =
          gone.stream().map(row -> row.as(renamed.get(row.id()), kept)).toList();
      done.put(
          place.getKey(), new InMailbox(gone, MessageCopy.insert(on, mailbox, anew, modseq, now)));
    }
    return done;
  }

  private void announce(Mailbox mailbox, InMailbox here, MailboxSession session) {
    MailboxIdRegistrationKey key = new MailboxIdRegistrationKey(mailbox.getMailboxId());
    events
        .dispatch(
            EventFactory.expunged()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .metaData(MessageRow.metaData(here.gone()))
                .build(),
            key)
        .block();
    events
        .dispatch(
            EventFactory.added()
                .randomEventId()
                .mailboxSession(session)
                .mailbox(mailbox)
                .metaData(MessageRow.metaData(here.there()))
                .isDelivery(false)
                .build(),
            key)
        .block();
  }
}
