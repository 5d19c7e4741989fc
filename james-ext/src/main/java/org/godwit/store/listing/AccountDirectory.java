package org.godwit.store.listing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxACL;
import org.godwit.store.Database;
import org.godwit.store.mailbox.MailboxAcl;

/** Whose mail somebody may see. One call, one statement. Safe for many threads; calls block. */
public final class AccountDirectory {

  /** Somebody else's mailbox with a grant that may reach the one who asks; its list decides. */
  public record Shared(long mailbox, MailboxACL acl) {}

  /** An account that shares mailboxes. */
  public record Sharing(long account, Username owner, List<Shared> mailboxes) {
    public Sharing {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  private static final String ID = "SELECT account_id FROM account WHERE name = ?";

  private static final String SHARED =
      """
      SELECT DISTINCT a.account_id, a.name, b.mailbox_id, b.acl
        FROM mailbox_grant g
        JOIN mailbox b USING (account_id, mailbox_id)
        JOIN account a USING (account_id)
       WHERE g.grantee IN (?, 'anybody', 'authenticated') AND a.name <> ?
       ORDER BY a.name, b.mailbox_id
      """;

  private final Database database;

  @Inject
  public AccountDirectory(Database database) {
    this.database = database;
  }

  /** The account of a user; empty when nothing was ever kept for them. */
  public OptionalLong account(Username user) {
    return database.run(
        "finding an account",
        on -> {
          try (PreparedStatement select = new SqlText(ID, user.asString()).prepare(on);
              ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
          }
        });
  }

  /** Accounts of others with mailboxes that are shared with this user, or with everybody. */
  public List<Sharing> sharing(Username user) {
    return database.run(
        "finding shared mailboxes",
        on -> {
          Map<Long, String> names = new LinkedHashMap<>();
          Map<Long, List<Shared>> found = new LinkedHashMap<>();
          SqlText sql = new SqlText(SHARED, user.asString(), user.asString());
          try (PreparedStatement select = sql.prepare(on);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              names.put(row.getLong(1), row.getString(2));
              found
                  .computeIfAbsent(row.getLong(1), account -> new ArrayList<>())
                  .add(new Shared(row.getLong(3), MailboxAcl.decode(row.getString(4))));
            }
          }
          return found.entrySet().stream()
              .map(
                  entry ->
                      new Sharing(
                          entry.getKey(), Username.of(names.get(entry.getKey())), entry.getValue()))
              .toList();
        });
  }
}
