package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.model.Subscription;
import org.godwit.store.Database;

/** What users subscribed to (RFC 9051 §6.3.7); the mailbox need not exist. */
final class SubscriptionRows implements SubscriptionMapper {

  private static final String SAVE =
      """
      WITH owner AS (
        INSERT INTO account (name) VALUES (?)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name
        RETURNING account_id)
      INSERT INTO subscription (account_id, mailbox) SELECT account_id, ? FROM owner
      ON CONFLICT (account_id, mailbox) DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT s.mailbox FROM account a JOIN subscription s USING (account_id)
       WHERE a.name = ? ORDER BY s.mailbox
      """;

  // JMAP tells it as a property of the mailbox, which so has changed (RFC 8621 §2, isSubscribed).
  private static final String MOVE =
      """
      WITH owner AS (
        UPDATE account SET modseq = modseq + 1 WHERE name = ? RETURNING account_id, modseq)
      UPDATE mailbox b SET modseq = o.modseq FROM owner o
       WHERE b.account_id = o.account_id AND b.namespace = ? AND b.name = ?
      """;

  // Locks the account first, as everybody does.
  private static final String DELETE =
      """
      WITH owner AS (SELECT account_id FROM account WHERE name = ? FOR UPDATE)
      DELETE FROM subscription s USING owner o
       WHERE o.account_id = s.account_id AND s.mailbox = ?
      """;

  private final Database database;

  SubscriptionRows(Database database) {
    this.database = database;
  }

  @Override
  public void save(Subscription subscription) {
    update(SAVE, subscription);
  }

  @Override
  public void delete(Subscription subscription) {
    update(DELETE, subscription);
  }

  /** One statement where nothing is new; two where something is. */
  private void update(String statement, Subscription subscription) {
    String user = subscription.getUser().asString();
    database.transaction(
        "changing a subscription",
        on -> {
          int changed = update(on, statement, user, subscription.getMailbox());
          Optional<MailboxPath> own =
              MailboxPath.parseEscaped(subscription.getMailbox())
                  .filter(path -> path.getUser().equals(subscription.getUser()));
          if (changed > 0 && own.isPresent()) {
            update(on, MOVE, user, own.get().getNamespace(), own.get().getName());
          }
          return changed;
        });
    database.changed(user);
  }

  private static int update(Connection on, String statement, Object... parameters)
      throws SQLException {
    try (PreparedStatement update = on.prepareStatement(statement)) {
      Sql.bind(update, parameters);
      return update.executeUpdate();
    }
  }

  @Override
  public List<Subscription> findSubscriptionsForUser(Username user) {
    return database.read(
        user.asString(),
        "reading subscriptions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(FIND)) {
            select.setString(1, user.asString());
            List<Subscription> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(new Subscription(user, row.getString(1)));
              }
            }
            return found;
          }
        });
  }
}
