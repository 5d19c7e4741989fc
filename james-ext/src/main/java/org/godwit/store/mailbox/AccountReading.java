package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.message.MessageSummary;

/**
 * Reads what an account holds, for whoever keeps a copy of it elsewhere and must know what changed.
 * Safe for many threads; calls block; one call, one statement.
 */
public final class AccountReading {

  /** A message in a mailbox, with all of it that can change. */
  public record Held(
      StoreMailboxId mailbox,
      long uid,
      long modseq,
      StoreMessageId id,
      StoreMessageId thread,
      Flags flags,
      Date internalDate,
      Date savedAt,
      long size) {}

  /** A message that came or changed, in the order of {@code modseq}, then {@code id}. */
  public record Change(long modseq, UUID id, long size) {}

  private static final String ID = "SELECT account_id FROM account WHERE name = ?";

  private static final String MODSEQ = "SELECT modseq FROM account WHERE account_id = ?";

  private static final String MODSEQS =
      "SELECT account_id, modseq FROM account WHERE account_id = ANY (?)";

  private static final String COUNT =
      "SELECT count(DISTINCT message_id) FROM mailbox_message WHERE account_id = ?";

  private static final String CHANGED =
      """
      SELECT modseq, message_id, size FROM mailbox_message
       WHERE account_id = ? AND modseq >= ? AND modseq <= ? AND (modseq, message_id) > (?, ?)
       ORDER BY modseq, message_id LIMIT ?
      """;

  private static final String THERE =
      "SELECT message_id FROM message WHERE account_id = ? AND message_id = ANY (?)";

  private static final String HELD =
      "SELECT b.mailbox_id, "
          + MessageRow.COLUMNS
          + " FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)"
          + " WHERE b.account_id = ? AND b.mailbox_id = ?";

  static final String RANGE = HELD + " AND m.uid BETWEEN ? AND ? ORDER BY m.uid LIMIT ?";

  // What V0010's index of unseen messages has.
  static final String UNSEEN =
      HELD + " AND m.flags & 32 = 0 AND m.uid BETWEEN ? AND ? ORDER BY m.uid LIMIT ?";

  private static final String PLACES =
      "SELECT b.mailbox_id, "
          + MessageRow.COLUMNS
          + " FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)"
          + " WHERE b.account_id = ? AND m.message_id = ANY (?) ORDER BY b.mailbox_id, m.uid";

  private final Database database;
  private final MessageBodies bodies;

  @Inject
  public AccountReading(Database database) {
    this.database = database;
    this.bodies = new MessageBodies(database);
  }

  /** The account of a user; empty when nothing was ever kept for them. */
  public OptionalLong account(Username user) {
    return number("finding an account", ID, user.asString());
  }

  /** The account's last change; empty when there is no such account. */
  public OptionalLong modseq(long account) {
    return number("reading a modseq", MODSEQ, account);
  }

  /** The last changes of many accounts; one that is no more is missing. */
  public Map<Long, Long> modseqs(Collection<Long> accounts) {
    return database.read(
        accounts,
        "reading modseqs",
        on -> {
          Map<Long, Long> found = new HashMap<>();
          try (PreparedStatement select = on.prepareStatement(MODSEQS)) {
            new Parameters(select).array(Sql.longs(on, accounts));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.put(row.getLong(1), row.getLong(2));
              }
            }
          }
          return found;
        });
  }

  /** Messages in the account, each counted once. Reads all of its rows. */
  public long messages(long account) {
    return number("counting messages", COUNT, account).orElse(0);
  }

  private OptionalLong number(String doing, String query, Object parameter) {
    return database.read(
        parameter,
        doing,
        on -> {
          try (PreparedStatement select = on.prepareStatement(query)) {
            Sql.bind(select, parameter);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }

  /**
   * Messages whose last change in some mailbox is behind {@code after} and not behind {@code upTo}.
   * Expunges are not among them.
   *
   * @param after where the last page ended
   */
  public List<Change> changed(long account, Change after, long upTo, int limit) {
    return database.read(
        account,
        "reading changes",
        on -> {
          List<Change> found = new ArrayList<>();
          try (PreparedStatement select = on.prepareStatement(CHANGED)) {
            new Parameters(select)
                .longs(account, after.modseq(), upTo, after.modseq())
                .uuid(after.id())
                .ints(limit);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                UUID id = row.getObject(2, UUID.class);
                found.add(new Change(row.getLong(1), id, row.getLong(3)));
              }
            }
          }
          return found;
        });
  }

  /** Those of {@code messages} that are kept still, be it for undelete. */
  public Set<UUID> kept(long account, Collection<UUID> messages) {
    return database.run(
        "looking for messages",
        on -> {
          Set<UUID> found = new HashSet<>();
          try (PreparedStatement select = on.prepareStatement(THERE)) {
            new Parameters(select).longs(account).array(uuids(on, messages));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(row.getObject(1, UUID.class));
              }
            }
          }
          return found;
        });
  }

  private static java.sql.Array uuids(Connection on, Collection<UUID> ids) throws SQLException {
    return on.createArrayOf("uuid", ids.toArray());
  }

  /** A page of a mailbox, by uid. */
  public List<Held> range(StoreMailboxId mailbox, long from, long to, int limit) {
    return page("listing messages", RANGE, mailbox, from, to, limit);
  }

  /** The same of messages that are not \Seen; reads no others. */
  public List<Held> unseen(StoreMailboxId mailbox, long from, long to, int limit) {
    return page("listing unseen messages", UNSEEN, mailbox, from, to, limit);
  }

  private List<Held> page(
      String doing, String query, StoreMailboxId mailbox, long from, long to, int limit) {
    return database.read(
        mailbox.account(),
        doing,
        on -> {
          try (PreparedStatement select = on.prepareStatement(query)) {
            new Parameters(select).longs(mailbox.account(), mailbox.number(), from, to).ints(limit);
            return held(select, mailbox.account());
          }
        });
  }

  /** Where messages are, in all mailboxes. */
  public List<Held> places(long account, Collection<UUID> messages) {
    return database.read(
        account,
        "finding messages",
        on -> {
          try (PreparedStatement select = on.prepareStatement(PLACES)) {
            new Parameters(select).longs(account).array(uuids(on, messages));
            return held(select, account);
          }
        });
  }

  static Held held(MessageRow message) {
    return new Held(
        message.mailbox(),
        message.uid(),
        message.modseq(),
        message.id(),
        message.thread(),
        message.flags(),
        message.internalDate(),
        message.savedAt(),
        message.size());
  }

  private static List<Held> held(PreparedStatement select, long account) throws SQLException {
    List<Held> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        StoreMailboxId mailbox = new StoreMailboxId(account, row.getLong("mailbox_id"));
        found.add(held(MessageRow.read(row, mailbox)));
      }
    }
    return found;
  }

  /**
   * The whole bytes of messages; one that is no more is missing. The caller sees to it that they
   * have room in memory: they are held compressed, and decoded when they are opened.
   */
  public Map<UUID, MessageView.Bytes> bytes(long account, Collection<UUID> messages) {
    List<StoreMessageId> ids = messages.stream().map(StoreMessageId::new).toList();
    Map<UUID, MessageView.Bytes> found = new HashMap<>();
    bodies.find(account, ids).forEach((id, source) -> found.put(id.uuid(), source::open));
    return found;
  }

  /**
   * The summary of a message.
   *
   * @param kept what was kept of it; null, or of an older form, has it found out anew
   */
  public MessageSummary summary(long account, UUID message, byte[] kept) {
    return MessageReader.summary(kept, () -> open(account, message));
  }

  /**
   * The header of a message.
   *
   * @param kept what was kept of it; null when it is too long for that, and is read anew
   */
  public byte[] header(long account, UUID message, byte[] kept) {
    if (kept != null) {
      return kept;
    }
    try (InputStream bytes = open(account, message)) {
      long end = summary(account, message, null).root().bodyStart();
      return bytes.readNBytes(Math.toIntExact(end));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a message for its header", e);
    }
  }

  /** The whole bytes of one message. */
  public InputStream open(long account, UUID message) throws IOException {
    return bodies.open(account, message);
  }
}
