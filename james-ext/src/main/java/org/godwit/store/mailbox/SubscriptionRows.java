package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;
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

  private static final String DELETE =
      """
      DELETE FROM subscription s USING account a
       WHERE a.account_id = s.account_id AND a.name = ? AND s.mailbox = ?
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

  private void update(String statement, Subscription subscription) {
    database.run(
        "changing a subscription",
        on -> {
          try (PreparedStatement update = on.prepareStatement(statement)) {
            Sql.bind(update, subscription.getUser().asString(), subscription.getMailbox());
            return update.executeUpdate();
          }
        });
  }

  @Override
  public List<Subscription> findSubscriptionsForUser(Username user) {
    return database.run(
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
