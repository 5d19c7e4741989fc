package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.godwit.store.Database;

/**
 * What a mailbox sums up to, what changed in it, and what its annotations say. One call, one
 * statement. Safe for many threads; a failure is a {@link org.godwit.store.StoreException}.
 */
public final class MailboxFigures {

  /**
   * Sums over a mailbox.
   *
   * @param deleted messages flagged so and not yet expunged
   * @param deletedBytes of these
   */
  public record Sums(long bytes, long deleted, long deletedBytes) {}

  /**
   * All that STATUS tells of a mailbox.
   *
   * @param recent zero unless it was asked for
   * @param rights what the user may do
   */
  public record Figures(
      long uidValidity,
      long uidNext,
      long highestModseq,
      long messages,
      long unseen,
      long recent,
      Sums sums,
      Rfc4314Rights rights) {}

  private static final String CHANGED =
      """
      SELECT uid FROM mailbox_message
       WHERE account_id = ? AND modseq > ? AND mailbox_id = ?
       ORDER BY uid
      """;

  // Most mailboxes have no message that is flagged deleted, and none that nobody has seen: then
  // none is read. The values stand in SELECTs of their own: PostgreSQL would plan anew for the
  // length of each list.
  private static final String FIGURES =
      """
      SELECT a.name AS owner, b.account_id, b.mailbox_id, b.acl, b.uid_validity, b.uid_next,
             b.highest_modseq, b.messages, b.unseen, b.bytes, b.deleted,
             CASE WHEN b.deleted = 0 THEN 0
                  ELSE (SELECT coalesce(sum(m.size), 0) FROM mailbox_message m
                         WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
                           AND m.flags & 2 <> 0)
             END AS deleted_bytes,
             CASE WHEN NOT (SELECT ?::boolean) OR b.recent_from >= b.uid_next THEN 0
                  ELSE (SELECT count(*) FROM mailbox_message m
                         WHERE m.account_id = b.account_id AND m.mailbox_id = b.mailbox_id
                           AND m.uid >= b.recent_from AND m.flags & 16 <> 0)
             END AS recent
        FROM unnest((SELECT ?::bigint[]), (SELECT ?::bigint[])) AS asked (account_id, mailbox_id)
        JOIN mailbox b USING (account_id, mailbox_id)
        JOIN account a USING (account_id)
      """;

  private static final SameDomainAcl RIGHTS = new SameDomainAcl();

  private static final String ANNOTATED =
      """
      SELECT n.account_id, n.mailbox_id, n.value
        FROM account a
        JOIN mailbox_annotation n ON n.account_id = a.account_id
       WHERE a.name = ? AND n.key = ?
      """;

  private static final String ANNOTATIONS =
      """
      SELECT n.account_id, n.mailbox_id, n.key, hashtext(n.value) AS content
        FROM account a
        JOIN mailbox_annotation n ON n.account_id = a.account_id
       WHERE a.name = ?
      """;

  private final Database database;

  @Inject
  public MailboxFigures(Database database) {
    this.database = database;
  }

  /** UIDs of the messages that are there and came or changed after {@code modseq}, ascending. */
  public List<MessageUid> changedSince(StoreMailboxId mailbox, long modseq) {
    return database.read(
        mailbox.account(), "reading what changed", on -> uids(on, CHANGED, mailbox, modseq));
  }

  private static List<MessageUid> uids(
      Connection connection, String query, StoreMailboxId mailbox, long modseq)
      throws SQLException {
    List<MessageUid> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Sql.bind(select, mailbox.account(), modseq, mailbox.number());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(MessageUid.of(row.getLong(1)));
        }
      }
    }
    return found;
  }

  /**
   * What the row said by which a mailbox was just found, without another look.
   *
   * @return empty when that was too long ago, or its messages must be read to tell
   */
  public Optional<Figures> asFound(Username user, MessageManager found, boolean recent)
      throws MailboxException {
    return found.getMailboxEntity() instanceof StoredMailbox mailbox
        ? mailbox
            .status()
            .filter(status -> status.deleted() == 0)
            .filter(status -> !recent || status.recentFrom() >= status.uidNext())
            .map(status -> figures(status, user, mailbox))
        : Optional.empty();
  }

  private static Figures figures(MailboxStatus status, Username user, Mailbox mailbox) {
    return new Figures(
        mailbox.getUidValidity().asLong(),
        status.uidNext(),
        status.highestModseq(),
        status.messages(),
        status.unseen(),
        0,
        new Sums(status.bytes(), 0, 0),
        RIGHTS.of(user, mailbox.getACL(), mailbox.getUser().asString()));
  }

  /** The figures of those mailboxes that are there. */
  public Map<StoreMailboxId, Figures> figures(
      Username user, Collection<StoreMailboxId> mailboxes, boolean recent) {
    return database.read(
        ReadPositions.accounts(mailboxes),
        "reading figures",
        on -> figures(on, user, mailboxes, recent));
  }

  private static Map<StoreMailboxId, Figures> figures(
      Connection connection, Username user, Collection<StoreMailboxId> mailboxes, boolean recent)
      throws SQLException {
    List<Long> accounts = mailboxes.stream().map(StoreMailboxId::account).toList();
    List<Long> numbers = mailboxes.stream().map(StoreMailboxId::number).toList();
    Map<StoreMailboxId, Figures> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(FIGURES)) {
      new Parameters(select)
          .flag(recent)
          .array(Sql.longs(connection, accounts))
          .array(Sql.longs(connection, numbers));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(
              new StoreMailboxId(row.getLong("account_id"), row.getLong("mailbox_id")),
              figures(row, user));
        }
      }
    }
    return found;
  }

  private static Figures figures(ResultSet row, Username user) throws SQLException {
    return new Figures(
        row.getLong("uid_validity"),
        row.getLong("uid_next"),
        row.getLong("highest_modseq"),
        row.getLong("messages"),
        row.getLong("unseen"),
        row.getLong("recent"),
        new Sums(row.getLong("bytes"), row.getLong("deleted"), row.getLong("deleted_bytes")),
        RIGHTS.of(user, MailboxAcl.decode(row.getString("acl")), row.getString("owner")));
  }

  /** Takes the messages that no session has seen; they are nobody else's any more. */
  public List<MessageUid> claimRecent(StoreMailboxId mailbox) {
    return database.run("showing recent messages", on -> RecentReset.of(on, mailbox)).stream()
        .map(UpdatedFlags::getUid)
        .toList();
  }

  /** The values of one annotation on all mailboxes of a user that have it. */
  public Map<StoreMailboxId, String> annotated(Username user, MailboxAnnotationKey key) {
    return database.read(
        List.of(user.asString(), ReadPositions.ANNOTATIONS),
        "reading annotations of a user",
        on -> annotated(on, user, key));
  }

  private static Map<StoreMailboxId, String> annotated(
      Connection connection, Username user, MailboxAnnotationKey key) throws SQLException {
    Map<StoreMailboxId, String> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ANNOTATED)) {
      Sql.bind(select, user.asString(), key.asString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(new StoreMailboxId(row.getLong(1), row.getLong(2)), row.getString(3));
        }
      }
    }
    return found;
  }

  /** The annotations of all mailboxes of a user, with a number that changes with the value. */
  public Map<StoreMailboxId, Map<String, Integer>> annotations(Username user) {
    return database.read(
        List.of(user.asString(), ReadPositions.ANNOTATIONS),
        "reading a user's annotations",
        on -> annotations(on, user));
  }

  private static Map<StoreMailboxId, Map<String, Integer>> annotations(
      Connection connection, Username user) throws SQLException {
    Map<StoreMailboxId, Map<String, Integer>> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ANNOTATIONS)) {
      Sql.bind(select, user.asString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found
              .computeIfAbsent(
                  new StoreMailboxId(row.getLong("account_id"), row.getLong("mailbox_id")),
                  any -> new HashMap<>())
              .put(row.getString("key"), row.getInt("content"));
        }
      }
    }
    return found;
  }
}
