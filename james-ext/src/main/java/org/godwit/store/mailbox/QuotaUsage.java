package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.godwit.store.Database;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * How much mail an account holds: two columns of its row, kept by the statements that add and
 * remove messages. James's listener that counts events must not be registered beside it.
 */
public final class QuotaUsage implements CurrentQuotaManager {

  private static final String READ = "SELECT messages, bytes FROM account WHERE name = ?";

  private static final String ADD =
      """
      INSERT INTO account (name, messages, bytes) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET messages = account.messages + excluded.messages,
                                       bytes = account.bytes + excluded.bytes
      """;

  private static final String SET =
      """
      INSERT INTO account (name, messages, bytes) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET messages = excluded.messages, bytes = excluded.bytes
      """;

  private final Database database;

  @Inject
  public QuotaUsage(Database database) {
    this.database = database;
  }

  /** The user name in a quota root, which James writes behind the namespace and an ampersand. */
  static String user(QuotaRoot root) {
    String value = root.getValue();
    return value.substring(value.indexOf('&') + 1);
  }

  @Override
  public Mono<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
    return Blocking.mono(() -> read(user(root)));
  }

  private CurrentQuotas read(String user) {
    return database.run(
        "reading quota use",
        on -> {
          try (PreparedStatement select = on.prepareStatement(READ)) {
            select.setString(1, user);
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) {
                return CurrentQuotas.emptyQuotas();
              }
              return new CurrentQuotas(
                  QuotaCountUsage.count(row.getLong(1)), QuotaSizeUsage.size(row.getLong(2)));
            }
          }
        });
  }

  @Override
  public Publisher<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
    return getCurrentQuotas(root).map(CurrentQuotas::count);
  }

  @Override
  public Publisher<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
    return getCurrentQuotas(root).map(CurrentQuotas::size);
  }

  @Override
  public Publisher<Void> increase(QuotaOperation by) {
    return write(ADD, by.quotaRoot(), by.count().asLong(), by.size().asLong());
  }

  @Override
  public Publisher<Void> decrease(QuotaOperation by) {
    return write(ADD, by.quotaRoot(), -by.count().asLong(), -by.size().asLong());
  }

  @Override
  public Publisher<Void> setCurrentQuotas(QuotaOperation to) {
    return write(SET, to.quotaRoot(), to.count().asLong(), to.size().asLong());
  }

  private Mono<Void> write(String statement, QuotaRoot root, long messages, long bytes) {
    return Blocking.mono(
            () ->
                database.run(
                    "writing quota use",
                    on -> {
                      try (PreparedStatement update = on.prepareStatement(statement)) {
                        Sql.bind(update, user(root), messages, bytes);
                        return update.executeUpdate();
                      }
                    }))
        .then();
  }
}
