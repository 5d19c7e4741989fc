package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.godwit.store.Database;

/**
 * Changes where messages are and which keywords they bear, all of an account's in one transaction
 * and with one modseq. Safe for many threads; some statements for each mailbox that is touched,
 * however many messages. Fires the events of a STORE, a COPY and an EXPUNGE.
 */
public final class MessageEdits {

  /**
   * Where a message is and what it bears.
   *
   * @param mailboxes numbers of mailboxes; none is nowhere: it is expunged
   * @param keywords in lower case, JMAP's names for IMAP's system flags
   */
  public record Standing(Set<Long> mailboxes, Set<String> keywords) {
    public Standing {
      mailboxes = Set.copyOf(mailboxes);
      keywords = Set.copyOf(keywords);
    }
  }

  /** What becomes of a message; empty leaves it alone. May be called again for the same message. */
  public interface Edit extends Function<Standing, Optional<Standing>> {}

  private static final String READ =
      "SELECT b.mailbox_id, "
          + MessageRow.COLUMNS
          + " FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)"
          + " WHERE b.account_id = ? AND m.message_id = ANY (?) ORDER BY b.mailbox_id, m.uid";

  private static final String COUNT_IN =
      "UPDATE account SET messages = messages + ?, bytes = bytes + ? WHERE account_id = ?";

  private final Database database;
  private final PostgresMailboxManager manager;
  private final EventBus events;
  private final MailboxPathLocker locker;
  private final Clock clock;

  @Inject
  public MessageEdits(
      Database database,
      PostgresMailboxManager manager,
      EventBus events,
      MailboxPathLocker locker,
      Clock clock) {
    this.database = database;
    this.manager = manager;
    this.events = events;
    this.locker = locker;
    this.clock = clock;
  }

  /**
   * Applies edits.
   *
   * @param targets numbers of mailboxes that messages may be put into
   * @return the messages that are there; for others nothing was done
   * @throws org.apache.james.mailbox.exception.OverQuotaException nothing was changed
   * @throws org.apache.james.mailbox.exception.MailboxNotFoundException nothing was changed
   */
  public Set<UUID> apply(
      long account, Map<UUID, Edit> edits, Set<Long> targets, MailboxSession session)
      throws MailboxException {
    return apply(account, edits, targets, session, false);
  }

  /**
   * The same, where messages that come into a mailbox stand there as though they had come now: on
   * top of lists by date. When they were received is told as before.
   */
  public Set<UUID> bringBack(
      long account, Map<UUID, Edit> edits, Set<Long> targets, MailboxSession session)
      throws MailboxException {
    return apply(account, edits, targets, session, true);
  }

  private Set<UUID> apply(
      long account,
      Map<UUID, Edit> edits,
      Set<Long> targets,
      MailboxSession session,
      boolean comesNow)
      throws MailboxException {
    Map<Long, Mailbox> mailboxes = new TreeMap<>();
    for (Long target : targets) {
      mailboxes.put(target, mailbox(account, target, session));
    }
    return inTurn(
        List.copyOf(mailboxes.values()),
        () -> applyNow(account, edits, mailboxes, session, comesNow));
  }

  private Mailbox mailbox(long account, long number, MailboxSession session)
      throws MailboxException {
    MailboxMapper mapper = manager.getMapperFactory().getMailboxMapper(session);
    return MailboxReactorUtils.block(mapper.findMailboxById(new StoreMailboxId(account, number)));
  }

  private interface Work {
    Set<UUID> run() throws MailboxException;
  }

  /** So that sessions hear of uids in their order: no message number is given twice. */
  private Set<UUID> inTurn(List<Mailbox> targets, Work work) throws MailboxException {
    return targets.isEmpty()
        ? work.run()
        : locker.executeWithLock(
            targets.getFirst().generateAssociatedPath(),
            () -> inTurn(targets.subList(1, targets.size()), work),
            MailboxPathLocker.LockType.Write);
  }

  private Set<UUID> applyNow(
      long account,
      Map<UUID, Edit> edits,
      Map<Long, Mailbox> known,
      MailboxSession session,
      boolean comesNow)
      throws MailboxException {
    EditPlan done =
        Refusal.unwrapped(
            () ->
                database.transaction(
                    "editing messages", on -> apply(on, account, edits, comesNow)));
    Map<Long, Mailbox> mailboxes = new HashMap<>(known);
    for (EditPlan.InMailbox box : done.mailboxes().values()) {
      if (!mailboxes.containsKey(box.id().number())) {
        mailboxes.put(box.id().number(), mailbox(account, box.id().number(), session));
      }
      announce(box, mailboxes.get(box.id().number()), session);
    }
    return done.found();
  }

  private EditPlan apply(Connection on, long account, Map<UUID, Edit> edits, boolean comesNow)
      throws SQLException {
    Modseqs.lock(on, account);
    EditPlan plan = EditPlan.of(account, rows(on, account, edits.keySet()), edits);
    if (!plan.mailboxes().isEmpty()) {
      Date now = Date.from(clock.instant());
      if (comesNow) {
        plan.comesNow(on, now);
      }
      plan.apply(on, modseq(on, account, plan), now);
    }
    return plan;
  }

  private static List<MessageRow> rows(Connection on, long account, Collection<UUID> messages)
      throws SQLException {
    List<MessageRow> rows = new ArrayList<>();
    try (PreparedStatement select = on.prepareStatement(READ)) {
      new Parameters(select).longs(account).array(on.createArrayOf("uuid", messages.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(MessageRow.read(row, new StoreMailboxId(account, row.getLong("mailbox_id"))));
        }
      }
    }
    return rows;
  }

  /** The next one; where copies are more than before, the quota allows it or nothing is done. */
  private static long modseq(Connection on, long account, EditPlan plan) throws SQLException {
    long messages = plan.moreMessages();
    long bytes = plan.moreBytes();
    if (messages > 0) {
      try (PreparedStatement update = on.prepareStatement(Quota.ADD)) {
        new Parameters(update).longs(messages, bytes, account, messages, bytes);
        try (ResultSet row = update.executeQuery()) {
          if (row.next()) {
            return row.getLong(1);
          }
        }
      }
      throw new Refusal(Quota.refusal(on, new StoreMailboxId(account, 0), messages, bytes));
    }
    if (messages < 0) {
      try (PreparedStatement update = on.prepareStatement(COUNT_IN)) {
        new Parameters(update).longs(messages, bytes, account);
        update.executeUpdate();
      }
    }
    return Modseqs.next(on, account);
  }

  private void announce(EditPlan.InMailbox box, Mailbox mailbox, MailboxSession session) {
    MailboxIdRegistrationKey key = new MailboxIdRegistrationKey(box.id());
    if (!box.removed().isEmpty()) {
      events
          .dispatch(
              EventFactory.expunged()
                  .randomEventId()
                  .mailboxSession(session)
                  .mailbox(mailbox)
                  .metaData(MessageRow.metaData(box.removed()))
                  .build(),
              key)
          .block();
    }
    if (!box.flagged().isEmpty()) {
      events
          .dispatch(
              EventFactory.flagsUpdated()
                  .randomEventId()
                  .mailboxSession(session)
                  .mailbox(mailbox)
                  .updatedFlags(box.flagged().stream().map(MessageEdits::updated).toList())
                  .build(),
              key)
          .block();
    }
    if (!box.added().isEmpty()) {
      events
          .dispatch(
              EventFactory.added()
                  .randomEventId()
                  .mailboxSession(session)
                  .mailbox(mailbox)
                  .metaData(MessageRow.metaData(box.added()))
                  .isDelivery(false)
                  .build(),
              key)
          .block();
    }
  }

  private static UpdatedFlags updated(EditPlan.Flagged one) {
    return UpdatedFlags.builder()
        .uid(MessageUid.of(one.before().uid()))
        .messageId(one.before().id())
        .modSeq(ModSeq.of(one.modseq()))
        .oldFlags(one.before().flags())
        .newFlags(one.after().flags())
        .build();
  }

  /** Keywords of all rows of a message. */
  static Set<String> keywords(List<MessageRow> rows) {
    Set<String> all = new HashSet<>();
    rows.forEach(row -> all.addAll(KeywordFlags.keywords(row)));
    return all;
  }
}
