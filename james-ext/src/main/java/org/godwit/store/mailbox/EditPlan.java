package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.godwit.store.mailbox.MessageEdits.Edit;
import org.godwit.store.mailbox.MessageEdits.Standing;

/** What edits come to, mailbox by mailbox, and what was done. For one transaction, one thread. */
final class EditPlan {

  /** A row whose flags change. */
  record Flagged(MessageRow before, MessageRow after, long modseq) {}

  /** What happens in one mailbox. */
  static final class InMailbox {
    private final StoreMailboxId id;
    private final List<Long> moving = new ArrayList<>();
    private final List<Long> going = new ArrayList<>();
    private final List<MessageRow> coming = new ArrayList<>();
    private final List<MessageRow> removed = new ArrayList<>();
    private final List<MessageRow> added = new ArrayList<>();
    private final List<Flagged> flagged = new ArrayList<>();

    InMailbox(StoreMailboxId id) {
      this.id = id;
    }

    StoreMailboxId id() {
      return id;
    }

    List<MessageRow> removed() {
      return removed;
    }

    List<MessageRow> added() {
      return added;
    }

    List<Flagged> flagged() {
      return flagged;
    }
  }

  private static final String FLAG =
      """
      UPDATE mailbox_message m
         SET flags = (m.flags & 16 | w.flags & ~16)::smallint,
             user_flags = string_to_array(w.user_flags, ' '), modseq = ?
        FROM unnest(?::bigint[], ?::int[], ?::text[]) AS w (uid, flags, user_flags)
       WHERE m.account_id = ? AND m.mailbox_id = ? AND m.uid = w.uid
      """;

  // When it came is told as before, wherever it stands in lists by date.
  private static final String KEEP_DATE =
      """
      UPDATE message g SET received_at = w.received
        FROM unnest(?::uuid[], ?::timestamptz[]) AS w (message_id, received)
       WHERE g.account_id = ? AND g.message_id = w.message_id AND g.received_at IS NULL
      """;

  private static final String COUNT =
      """
      UPDATE mailbox b
         SET highest_modseq = ?, unseen = unseen + ?,
             first_unseen = least(b.first_unseen, ?::bigint),
             user_flags = CASE WHEN b.user_flags @> u.flags THEN b.user_flags
                               ELSE ARRAY(SELECT unnest(b.user_flags) UNION SELECT unnest(u.flags))
                          END
        FROM (SELECT ?::text[] AS flags) u
       WHERE account_id = ? AND mailbox_id = ?
      RETURNING b.first_unseen
      """;

  private final long account;
  private final Set<UUID> found = new HashSet<>();
  private final Map<Long, InMailbox> mailboxes = new TreeMap<>();
  private long messages;
  private long bytes;

  private EditPlan(long account) {
    this.account = account;
  }

  static EditPlan of(long account, List<MessageRow> rows, Map<UUID, Edit> edits) {
    EditPlan plan = new EditPlan(account);
    Map<UUID, List<MessageRow>> byMessage = new LinkedHashMap<>();
    for (MessageRow row : rows) {
      byMessage.computeIfAbsent(row.id().uuid(), id -> new ArrayList<>()).add(row);
    }
    byMessage.forEach((message, theirs) -> plan.add(theirs, edits.get(message)));
    plan.found.addAll(byMessage.keySet());
    return plan;
  }

  private void add(List<MessageRow> rows, Edit edit) {
    Set<Long> places = new TreeSet<>();
    rows.forEach(row -> places.add(row.mailbox().number()));
    Set<String> keywords = MessageEdits.keywords(rows);
    Optional<Standing> wanted = edit.apply(new Standing(places, keywords));
    if (wanted.isEmpty()) {
      return;
    }
    Standing after = wanted.get();
    boolean marksDiffer = !after.keywords().equals(keywords);
    for (MessageRow row : rows) {
      InMailbox here = in(row.mailbox().number());
      if (after.mailboxes().isEmpty()) {
        here.going.add(row.uid());
      } else if (!after.mailboxes().contains(row.mailbox().number())) {
        here.moving.add(row.uid());
        count(-1, row);
      } else if (marksDiffer || !KeywordFlags.keywords(row).equals(after.keywords())) {
        here.flagged.add(new Flagged(row, KeywordFlags.with(row, after.keywords()), 0));
      }
    }
    for (Long place : new TreeSet<>(after.mailboxes())) {
      if (!places.contains(place)) {
        MessageRow copy = KeywordFlags.with(rows.getFirst(), after.keywords());
        in(place).coming.add(copy.without(FlagBits.DELETED));
        count(1, copy);
      }
    }
    mailboxes
        .values()
        .removeIf(
            box ->
                box.going.isEmpty()
                    && box.moving.isEmpty()
                    && box.coming.isEmpty()
                    && box.flagged.isEmpty());
  }

  private InMailbox in(long number) {
    return mailboxes.computeIfAbsent(number, id -> new InMailbox(new StoreMailboxId(account, id)));
  }

  private void count(int more, MessageRow row) {
    messages += more;
    bytes += more * row.size();
  }

  Set<UUID> found() {
    return found;
  }

  /** In the order in which they are locked. */
  Map<Long, InMailbox> mailboxes() {
    return mailboxes;
  }

  /** By how many rows the account grows, those apart that are expunged. */
  long moreMessages() {
    return messages;
  }

  long moreBytes() {
    return bytes;
  }

  /**
   * Has what comes into a mailbox stand there as though it had come now.
   *
   * @param now when that is
   */
  void comesNow(Connection on, Date now) throws SQLException {
    List<MessageRow> coming =
        mailboxes.values().stream().flatMap(box -> box.coming.stream()).toList();
    try (PreparedStatement update = on.prepareStatement(KEEP_DATE)) {
      new Parameters(update)
          .array(on.createArrayOf("uuid", coming.stream().map(it -> it.id().uuid()).toArray()))
          .array(
              on.createArrayOf(
                  "timestamptz", coming.stream().map(it -> Sql.time(it.internalDate())).toArray()))
          .longs(account);
      update.executeUpdate();
    }
    mailboxes.values().forEach(box -> box.coming.replaceAll(row -> row.received(now)));
  }

  /** Does it. The account is locked, and has counted {@link #moreMessages}. */
  void apply(Connection on, long modseq, Date now) throws SQLException {
    for (InMailbox box : mailboxes.values()) {
      if (!box.going.isEmpty()) {
        box.removed.addAll(MessageRemoval.remove(on, box.id, box.going, modseq, false));
      }
      if (!box.moving.isEmpty()) {
        box.removed.addAll(MessageRemoval.remove(on, box.id, box.moving, modseq, true));
      }
      if (!box.flagged.isEmpty()) {
        flag(on, box, modseq);
      }
      if (!box.coming.isEmpty()) {
        box.added.addAll(MessageCopy.insert(on, box.id, box.coming, modseq, now));
      }
    }
  }

  private static void flag(Connection on, InMailbox box, long modseq) throws SQLException {
    box.flagged.replaceAll(one -> new Flagged(one.before(), one.after(), modseq));
    List<MessageRow> rows = box.flagged.stream().map(Flagged::after).toList();
    try (PreparedStatement update = on.prepareStatement(FLAG)) {
      new Parameters(update)
          .longs(modseq)
          .array(Sql.longs(on, rows.stream().map(MessageRow::uid).toList()))
          .array(on.createArrayOf("int", rows.stream().map(MessageRow::bits).toArray()))
          .array(
              Sql.texts(
                  on,
                  rows.stream()
                      .map(row -> String.join(" ", row.userFlags()))
                      .toArray(String[]::new)))
          .longs(box.id.account(), box.id.number());
      update.executeUpdate();
    }
    count(on, box, modseq);
  }

  private static void count(Connection on, InMailbox box, long modseq) throws SQLException {
    long unseen = 0;
    long firstUnseen = Long.MAX_VALUE;
    Set<Long> nowSeen = new HashSet<>();
    Set<String> used = new TreeSet<>();
    for (Flagged one : box.flagged) {
      used.addAll(List.of(one.after().userFlags()));
      if (one.after().unseen()) {
        unseen += one.before().unseen() ? 0 : 1;
        firstUnseen = Math.min(firstUnseen, one.after().uid());
      } else if (one.before().unseen()) {
        unseen--;
        nowSeen.add(one.after().uid());
      }
    }
    try (PreparedStatement update = on.prepareStatement(COUNT)) {
      Parameters next = new Parameters(update).longs(modseq, unseen);
      next.maybe(firstUnseen == Long.MAX_VALUE ? null : firstUnseen, java.sql.Types.BIGINT);
      next.array(Sql.texts(on, used.toArray(String[]::new)));
      next.longs(box.id.account(), box.id.number());
      try (ResultSet row = update.executeQuery()) {
        if (!row.next()) {
          throw new Refusal(new MailboxNotFoundException(box.id));
        }
        if (nowSeen.contains(row.getLong(1))) {
          FirstUnseen.moveOn(on, box.id);
        }
      }
    } catch (SQLException e) {
      Refusal.throwIfClients(e);
      throw e;
    }
  }
}
