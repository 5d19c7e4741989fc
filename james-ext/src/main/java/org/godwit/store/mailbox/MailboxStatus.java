package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.ApplicableFlagBuilder;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxCounters;

/**
 * What a mailbox's row says about its messages; one read answers all that SELECT and STATUS ask.
 */
@SuppressWarnings("ArrayRecordComponent") // the flags are handed on, never compared
record MailboxStatus(
    StoreMailboxId id,
    long uidNext,
    long highestModseq,
    long messages,
    long unseen,
    long deleted,
    long bytes,
    long firstUnseen,
    long recentFrom,
    String[] userFlags) {

  /** What {@link #of} wants of table {@code b}. */
  static final String COLUMNS =
      """
      b.uid_next, b.highest_modseq, b.messages, b.unseen, b.deleted, b.bytes,
      coalesce(b.first_unseen, 0) AS first_unseen, b.recent_from, b.user_flags
      """;

  private static final String READ =
      "SELECT " + COLUMNS + " FROM mailbox b WHERE account_id = ? AND mailbox_id = ?";

  /** Reads it; refuses when there is no such mailbox. */
  static MailboxStatus read(Connection connection, StoreMailboxId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      Sql.bind(select, id.account(), id.number());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Refusal(new MailboxNotFoundException(id));
        }
        return of(row, id);
      }
    }
  }

  static MailboxStatus of(ResultSet row, StoreMailboxId id) throws SQLException {
    return new MailboxStatus(
        id,
        row.getLong("uid_next"),
        row.getLong("highest_modseq"),
        row.getLong("messages"),
        row.getLong("unseen"),
        row.getLong("deleted"),
        row.getLong("bytes"),
        row.getLong("first_unseen"),
        row.getLong("recent_from"),
        Sql.texts(row, "user_flags"));
  }

  MailboxCounters counters() {
    return MailboxCounters.builder().mailboxId(id).count(messages).unseen(unseen).build();
  }

  Optional<MessageUid> lastUid() {
    return uidNext > 1 ? Optional.of(MessageUid.of(uidNext - 1)) : Optional.empty();
  }

  Optional<MessageUid> firstUnseenUid() {
    return firstUnseen > 0 ? Optional.of(MessageUid.of(firstUnseen)) : Optional.empty();
  }

  ModSeq highestModSeq() {
    return ModSeq.of(highestModseq);
  }

  /** System flags, and every keyword that was used here. */
  Flags applicableFlags() {
    return ApplicableFlagBuilder.builder().add(userFlags).build();
  }
}
