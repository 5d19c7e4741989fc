package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.godwit.store.Database;

/**
 * Changes flags of a range of messages: two statements in one transaction, however many. The first
 * locks the account and takes the modseq that all changed messages get; the second computes the new
 * flags in the database. A third follows when the first unseen message was seen. When flags are
 * added that all the messages have, as when mail is read again, nothing is locked or written; for a
 * single message that is one statement.
 *
 * <p>No two of the common table expressions are joined but by the index of a table: PostgreSQL does
 * not know how many rows they have, and would compare each with each.
 */
final class FlagChange {

  private static final String LOCK =
      """
      WITH next AS (UPDATE account SET modseq = modseq + 1 WHERE account_id = ? RETURNING modseq)
      SELECT next.modseq, b.user_flags
        FROM next, mailbox b WHERE b.account_id = ? AND b.mailbox_id = ?
      """;

  private static final String CHANGE =
      """
      WITH given AS (
        SELECT ?::bigint AS account_id, ?::bigint AS mailbox_id, ?::bigint AS modseq,
               ?::bigint AS unchanged_since, ?::int AS kept, ?::int AS added,
               ?::boolean AS replace, ?::text[] AS user_added, ?::text[] AS user_dropped),
      before AS (
        SELECT m.uid, m.modseq, m.message_id, m.flags AS stored, m.user_flags,
               CASE WHEN m.uid < b.recent_from THEN m.flags & ~16 ELSE m.flags END AS flags
          FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
         WHERE account_id = ? AND mailbox_id = ? AND :which),
      wanted AS (
        SELECT before.*, before.flags & kept | added AS new_flags,
               CASE WHEN replace THEN user_added
                    ELSE ARRAY(SELECT f FROM unnest(user_flags) f
                                WHERE lower(f) <> ALL (user_dropped)) || user_added
               END AS new_user_flags,
               before.modseq > unchanged_since AS held
          FROM before, given),
      after AS (
        SELECT wanted.*,
               NOT held AND (flags <> new_flags
                 OR NOT (user_flags @> new_user_flags AND user_flags <@ new_user_flags)) AS differs
          FROM wanted),
      changed AS (
        UPDATE mailbox_message m
           SET flags = after.new_flags::smallint, user_flags = after.new_user_flags,
               modseq = given.modseq
          FROM after, given
         WHERE m.account_id = given.account_id AND m.mailbox_id = given.mailbox_id
           AND m.uid = after.uid AND after.differs),
      total AS (
        SELECT count(*) AS messages,
               count(*) FILTER (WHERE new_flags & 32 = 0)
                 - count(*) FILTER (WHERE stored & 32 = 0) AS unseen,
               count(*) FILTER (WHERE new_flags & 2 <> 0)
                 - count(*) FILTER (WHERE stored & 2 <> 0) AS deleted,
               min(uid) FILTER (WHERE new_flags & 32 = 0) AS first_unseen
          FROM after WHERE differs),
      box AS (
        UPDATE mailbox b
           SET highest_modseq = given.modseq, unseen = b.unseen + total.unseen,
               deleted = b.deleted + total.deleted,
               first_unseen = least(b.first_unseen, total.first_unseen),
               user_flags = CASE WHEN b.user_flags @> user_added THEN b.user_flags
                 ELSE ARRAY(SELECT unnest(b.user_flags) UNION SELECT unnest(user_added)) END
          FROM given, total
         WHERE b.account_id = given.account_id AND b.mailbox_id = given.mailbox_id
           AND total.messages > 0
        RETURNING b.first_unseen)
      SELECT uid, message_id, CASE WHEN differs THEN given.modseq ELSE after.modseq END AS modseq,
             flags, user_flags, new_flags, new_user_flags, held,
             uid = (SELECT first_unseen FROM box) AND new_flags & 32 <> 0 AND NOT held
               AS was_first_unseen
        FROM after, given ORDER BY uid
      """;

  /** Locks, and takes a modseq, only when a message lacks a flag; else the modseq is null. */
  private static final String LOCK_TO_ADD =
      """
      WITH next AS (
        UPDATE account SET modseq = modseq + 1
         WHERE account_id = ?
           AND EXISTS (SELECT FROM mailbox_message m
                        WHERE m.account_id = ? AND m.mailbox_id = ? AND :which
                          AND (m.flags & ?::int <> ?::int OR NOT m.user_flags @> ?::text[]))
        RETURNING modseq)
      SELECT next.modseq, b.user_flags
        FROM mailbox b LEFT JOIN next ON true WHERE b.account_id = ? AND b.mailbox_id = ?
      """;

  private static final String READ =
      """
      SELECT m.uid, m.message_id, m.modseq, m.user_flags, m.user_flags AS new_user_flags,
             CASE WHEN m.uid < b.recent_from THEN m.flags & ~16 ELSE m.flags END AS flags,
             CASE WHEN m.uid < b.recent_from THEN m.flags & ~16 ELSE m.flags END AS new_flags
        FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
       WHERE account_id = ? AND mailbox_id = ? AND :which
       ORDER BY m.uid
      """;

  /** Which messages, and the statements about them. */
  private enum Rows {
    RANGE(Sql.UIDS_BETWEEN),
    ONE(Sql.ONE_UID),
    SOME("m.uid = ANY (?)"),
    MESSAGE("m.message_id = ?");

    private final String change;
    private final String lockToAdd;
    private final String read;

    Rows(String condition) {
      change = CHANGE.replace(":which", condition);
      lockToAdd = LOCK_TO_ADD.replace(":which", condition);
      read = READ.replace(":which", condition);
    }
  }

  private static final String PROBE = "$godwit-probe";

  /** No modseq is above it. */
  static final long ALWAYS = Long.MAX_VALUE;

  /** Sets the parameters of the condition of {@link Rows}. */
  private interface Condition {
    void bind(Parameters next) throws SQLException;
  }

  private record Which(Rows rows, Condition condition) {
    static Which range(long from, long to) {
      return new Which(from == to ? Rows.ONE : Rows.RANGE, next -> next.longs(from, to));
    }
  }

  /**
   * What came of a change.
   *
   * @param changes what happened to each message
   * @param held uids of those that had changed before, and were left as they were
   */
  record Outcome(List<UpdatedFlags> changes, List<MessageUid> held) {}

  private final Database database;

  FlagChange(Database database) {
    this.database = database;
  }

  /** What happened to each message whose uid is between these two. */
  List<UpdatedFlags> range(
      StoreMailboxId mailbox, long from, long to, FlagsUpdateCalculator calculator) {
    Wish wish = new Wish(calculator, ALWAYS);
    return database.transaction(
        "changing flags", on -> change(on, mailbox, wish, Which.range(from, to)).changes());
  }

  /**
   * Changes those messages that have not changed after {@code unchangedSince}; the comparison and
   * the change are one.
   *
   * @param uids ascending
   * @param unchangedSince {@link #ALWAYS} for a change without a condition
   */
  Outcome some(
      StoreMailboxId mailbox,
      List<Long> uids,
      FlagsUpdateCalculator calculator,
      long unchangedSince) {
    long from = uids.getFirst();
    long to = uids.getLast();
    Wish wish = new Wish(calculator, unchangedSince);
    Optional<Outcome> done = from == to ? doneBefore(mailbox, from, wish) : Optional.empty();
    return done.isPresent()
        ? done.get()
        : database.transaction(
            "changing flags",
            on ->
                change(
                    on,
                    mailbox,
                    wish,
                    to - from == uids.size() - 1
                        ? Which.range(from, to)
                        : new Which(Rows.SOME, next -> next.array(Sql.longs(on, uids)))));
  }

  /** When a single message has the flags already, as when it is read again: no transaction. */
  private Optional<Outcome> doneBefore(StoreMailboxId mailbox, long uid, Wish wish) {
    Optional<Flags> added = wish.onlyAdded();
    if (added.isEmpty()) {
      return Optional.empty();
    }
    List<UpdatedFlags> there =
        database.run("reading flags", on -> read(on, mailbox, Which.range(uid, uid)));
    boolean done = !there.isEmpty() && has(there.getFirst().getNewFlags(), added.get());
    return done ? Optional.of(new Outcome(there, List.of())) : Optional.empty();
  }

  private static boolean has(Flags flags, Flags added) {
    int bits = FlagBits.of(added);
    return (FlagBits.of(flags) & bits) == bits
        && Set.of(flags.getUserFlags()).containsAll(Set.of(added.getUserFlags()));
  }

  /** The same for the copies of one message, on a connection whose transaction is the caller's. */
  static List<UpdatedFlags> message(
      Connection connection, StoreMailboxId mailbox, UUID message, FlagsUpdateCalculator calculator)
      throws SQLException {
    Wish wish = new Wish(calculator, ALWAYS);
    Which which = new Which(Rows.MESSAGE, next -> next.uuid(message));
    return change(connection, mailbox, wish, which).changes();
  }

  /** What is asked. */
  private record Wish(FlagsUpdateCalculator calculator, long unchangedSince) {

    /** The flags, when they are only added and on no condition: then there may be nothing to do. */
    Optional<Flags> onlyAdded() {
      Flags ofNone = calculator.buildNewFlags(new Flags());
      Flags ofAll = calculator.buildNewFlags(FlagBits.flags(FlagBits.ALL, new String[] {PROBE}));
      boolean adds = FlagBits.of(ofNone) != 0 || ofNone.getUserFlags().length > 0;
      boolean keeps = FlagBits.of(ofAll) == FlagBits.ALL && ofAll.contains(PROBE);
      return adds && keeps && unchangedSince == ALWAYS ? Optional.of(ofNone) : Optional.empty();
    }
  }

  private record Locked(long modseq, Set<String> userFlags) {}

  private static Locked lock(Connection connection, StoreMailboxId mailbox) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LOCK)) {
      Sql.bind(update, mailbox.account(), mailbox.account(), mailbox.number());
      return locked(update, mailbox).orElseThrow();
    }
  }

  /** Nothing is locked, and the answer is empty, when all the messages have all the flags. */
  private static Optional<Locked> lockToAdd(
      Connection connection, StoreMailboxId mailbox, Flags added, Which which) throws SQLException {
    int bits = FlagBits.of(added);
    try (PreparedStatement update = connection.prepareStatement(which.rows().lockToAdd)) {
      Parameters next = new Parameters(update);
      next.longs(mailbox.account(), mailbox.account(), mailbox.number());
      which.condition().bind(next);
      next.ints(bits, bits).array(Sql.texts(connection, added.getUserFlags()));
      next.longs(mailbox.account(), mailbox.number());
      return locked(update, mailbox);
    }
  }

  private static Optional<Locked> locked(PreparedStatement update, StoreMailboxId mailbox)
      throws SQLException {
    try (ResultSet row = update.executeQuery()) {
      if (!row.next()) {
        throw new Refusal(new MailboxNotFoundException(mailbox));
      }
      long modseq = row.getLong(1);
      return row.wasNull()
          ? Optional.empty()
          : Optional.of(new Locked(modseq, Set.of(Sql.texts(row, "user_flags"))));
    }
  }

  private static Outcome change(
      Connection connection, StoreMailboxId mailbox, Wish wish, Which which) throws SQLException {
    Optional<Flags> added = wish.onlyAdded();
    Optional<Locked> locked =
        added.isPresent()
            ? lockToAdd(connection, mailbox, added.get(), which)
            : Optional.of(lock(connection, mailbox));
    return locked.isPresent()
        ? change(connection, mailbox, wish, which, locked.get())
        : new Outcome(read(connection, mailbox, which), List.of());
  }

  /** What is not changed is told all the same. */
  private static List<UpdatedFlags> read(Connection connection, StoreMailboxId mailbox, Which which)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(which.rows().read)) {
      Parameters next = new Parameters(select);
      next.longs(mailbox.account(), mailbox.number());
      which.condition().bind(next);
      List<UpdatedFlags> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(read(row));
        }
      }
      return found;
    }
  }

  private static Outcome change(
      Connection connection, StoreMailboxId mailbox, Wish wish, Which which, Locked locked)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(which.rows().change)) {
      Parameters next = new Parameters(update);
      next.longs(mailbox.account(), mailbox.number(), locked.modseq(), wish.unchangedSince());
      bind(connection, next, wish.calculator(), locked.userFlags());
      next.longs(mailbox.account(), mailbox.number());
      which.condition().bind(next);
      Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
      boolean firstUnseenWasSeen = false;
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          if (row.getBoolean("held")) {
            outcome.held().add(MessageUid.of(row.getLong("uid")));
          } else {
            outcome.changes().add(read(row));
          }
          firstUnseenWasSeen |= row.getBoolean("was_first_unseen");
        }
      }
      if (firstUnseenWasSeen) {
        FirstUnseen.moveOn(connection, mailbox);
      }
      return outcome;
    } catch (SQLException e) {
      Refusal.throwIfClients(e);
      throw e;
    }
  }

  /**
   * Finds out what a calculator does, which keeps that to itself, by what it makes of no flags and
   * of all flags.
   */
  private static void bind(
      Connection connection, Parameters next, FlagsUpdateCalculator calculator, Set<String> known)
      throws SQLException {
    Flags ofNone = calculator.buildNewFlags(new Flags());
    Flags all = FlagBits.flags(FlagBits.ALL, known.toArray(String[]::new));
    all.add(PROBE);
    Flags ofAll = calculator.buildNewFlags(all);
    boolean replace = !ofAll.contains(PROBE);
    Set<String> dropped = new HashSet<>(lower(known.toArray(String[]::new)));
    dropped.removeAll(lower(ofAll.getUserFlags()));
    dropped.addAll(lower(ofNone.getUserFlags())); // added again, in the spelling asked for now
    next.ints(FlagBits.of(ofAll), FlagBits.of(ofNone)).flag(replace);
    next.array(Sql.texts(connection, ofNone.getUserFlags()));
    next.array(Sql.texts(connection, dropped.toArray(String[]::new)));
  }

  private static Set<String> lower(String[] flags) {
    Set<String> lower = new HashSet<>();
    Stream.of(flags).forEach(flag -> lower.add(flag.toLowerCase(Locale.ROOT)));
    return lower;
  }

  private static UpdatedFlags read(ResultSet row) throws SQLException {
    return UpdatedFlags.builder()
        .uid(MessageUid.of(row.getLong("uid")))
        .messageId(new StoreMessageId(row.getObject("message_id", UUID.class)))
        .modSeq(ModSeq.of(row.getLong("modseq")))
        .oldFlags(FlagBits.flags(row.getInt("flags"), Sql.texts(row, "user_flags")))
        .newFlags(FlagBits.flags(row.getInt("new_flags"), Sql.texts(row, "new_user_flags")))
        .build();
  }
}
