package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.godwit.store.account.QuotaLimit;

/** The limits of an account, as part of the statement that adds to it: no read before, no race. */
final class Quota {

  private static final String MESSAGE_LIMIT = QuotaLimit.of("messages", "a");
  private static final String BYTE_LIMIT = QuotaLimit.of("bytes", "a");

  /**
   * Takes the next modseq of account {@code a} and counts messages in; no row when that would be
   * over a limit, or there is no account. Parameters: messages, bytes, account, messages, bytes.
   */
  static final String ADD =
      """
      UPDATE account a
         SET modseq = modseq + 1, messages = messages + ?, bytes = bytes + ?
       WHERE account_id = ?
         AND messages + ? <= %s
         AND bytes + ? <= %s
      RETURNING modseq
      """
          .formatted(MESSAGE_LIMIT, BYTE_LIMIT);

  private static final String WHY =
      """
      SELECT a.messages, a.bytes, %s AS message_limit, %s AS byte_limit
        FROM account a WHERE account_id = ?
      """
          .formatted(MESSAGE_LIMIT, BYTE_LIMIT);

  private Quota() {}

  /** Why {@link #ADD} had no row. */
  static MailboxException refusal(
      Connection connection, StoreMailboxId mailbox, long messages, long bytes)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WHY)) {
      select.setLong(1, mailbox.account());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return new MailboxNotFoundException(mailbox);
        }
        if (row.getLong("messages") + messages > row.getLong("message_limit")) {
          return new OverQuotaException(
              "You have too many messages",
              QuotaCountLimit.count(row.getLong("message_limit")),
              QuotaCountUsage.count(row.getLong("messages")));
        }
        return new OverQuotaException(
            "You use too much space",
            QuotaSizeLimit.size(row.getLong("byte_limit")),
            QuotaSizeUsage.size(row.getLong("bytes") + bytes));
      }
    }
  }
}
