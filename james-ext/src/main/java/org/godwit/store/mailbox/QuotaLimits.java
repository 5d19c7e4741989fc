package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.Quota.Scope;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.godwit.store.Database;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * How much mail an account may hold: said for it, for its domain, or for all; the nearest counts.
 * The statements that add messages read the same table. One call, one statement.
 */
public final class QuotaLimits implements MaxQuotaManager {

  private static final String EVERYBODY = "";
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private static final String SET =
      """
      INSERT INTO quota_limit (name, %1$s) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET %1$s = excluded.%1$s
      """;

  private static final String SET_MESSAGES = SET.formatted("messages");
  private static final String SET_BYTES = SET.formatted("bytes");
  private static final String GET_MESSAGES =
      "SELECT name, messages FROM quota_limit WHERE name IN (?, ?, ?) AND messages IS NOT NULL";
  private static final String GET_BYTES =
      "SELECT name, bytes FROM quota_limit WHERE name IN (?, ?, ?) AND bytes IS NOT NULL";

  private final Database database;

  @Inject
  public QuotaLimits(Database database) {
    this.database = database;
  }

  private static String user(QuotaRoot root) {
    return QuotaUsage.user(root);
  }

  private static String domain(Domain domain) {
    return "@" + domain.asString();
  }

  private void set(String statement, String name, Long limit) {
    database.run(
        "setting a quota",
        on -> {
          try (PreparedStatement update = on.prepareStatement(statement)) {
            update.setString(1, name);
            update.setObject(2, limit, java.sql.Types.BIGINT);
            return update.executeUpdate();
          }
        });
  }

  private static long number(QuotaLimitValue<?> limit) {
    return limit.isUnlimited() ? NO_LIMIT : limit.asLong();
  }

  private static QuotaCountLimit count(long limit) {
    return limit == NO_LIMIT ? QuotaCountLimit.unlimited() : QuotaCountLimit.count(limit);
  }

  private static QuotaSizeLimit size(long limit) {
    return limit == NO_LIMIT ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(limit);
  }

  /** What is said for a user, the user's domain, and all; keyed by how near it is. */
  private <T> Map<Scope, T> details(
      String statement, String user, String domain, Function<Long, T> limit) {
    return database.run(
        "reading quotas",
        on -> {
          Map<Scope, T> found = new EnumMap<>(Scope.class);
          try (PreparedStatement select = on.prepareStatement(statement)) {
            Sql.bind(select, user, domain, EVERYBODY);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.put(scope(row.getString(1)), limit.apply(row.getLong(2)));
              }
            }
          }
          return found;
        });
  }

  private static Scope scope(String name) {
    if (name.isEmpty()) {
      return Scope.Global;
    }
    return name.startsWith("@") ? Scope.Domain : Scope.User;
  }

  private <T> Map<Scope, T> details(String statement, QuotaRoot root, Function<Long, T> limit) {
    String domain = root.getDomain().map(QuotaLimits::domain).orElse(EVERYBODY);
    return details(statement, user(root), domain, limit);
  }

  @Override
  public Map<Scope, QuotaCountLimit> listMaxMessagesDetails(QuotaRoot root) {
    return details(GET_MESSAGES, root, QuotaLimits::count);
  }

  @Override
  public Map<Scope, QuotaSizeLimit> listMaxStorageDetails(QuotaRoot root) {
    return details(GET_BYTES, root, QuotaLimits::size);
  }

  // For one account

  @Override
  public void setMaxMessage(QuotaRoot root, QuotaCountLimit limit) {
    set(SET_MESSAGES, user(root), number(limit));
  }

  @Override
  public void setMaxStorage(QuotaRoot root, QuotaSizeLimit limit) {
    set(SET_BYTES, user(root), number(limit));
  }

  @Override
  public void removeMaxMessage(QuotaRoot root) {
    set(SET_MESSAGES, user(root), null);
  }

  @Override
  public void removeMaxStorage(QuotaRoot root) {
    set(SET_BYTES, user(root), null);
  }

  // For a domain

  @Override
  public void setDomainMaxMessage(Domain domain, QuotaCountLimit limit) {
    set(SET_MESSAGES, domain(domain), number(limit));
  }

  @Override
  public void setDomainMaxStorage(Domain domain, QuotaSizeLimit limit) {
    set(SET_BYTES, domain(domain), number(limit));
  }

  @Override
  public void removeDomainMaxMessage(Domain domain) {
    set(SET_MESSAGES, domain(domain), null);
  }

  @Override
  public void removeDomainMaxStorage(Domain domain) {
    set(SET_BYTES, domain(domain), null);
  }

  @Override
  public Optional<QuotaCountLimit> getDomainMaxMessage(Domain domain) {
    return Optional.ofNullable(
        details(GET_MESSAGES, domain(domain), domain(domain), QuotaLimits::count)
            .get(Scope.Domain));
  }

  @Override
  public Optional<QuotaSizeLimit> getDomainMaxStorage(Domain domain) {
    return Optional.ofNullable(
        details(GET_BYTES, domain(domain), domain(domain), QuotaLimits::size).get(Scope.Domain));
  }

  // For all

  @Override
  public void setGlobalMaxMessage(QuotaCountLimit limit) {
    set(SET_MESSAGES, EVERYBODY, number(limit));
  }

  @Override
  public void setGlobalMaxStorage(QuotaSizeLimit limit) {
    set(SET_BYTES, EVERYBODY, number(limit));
  }

  @Override
  public void removeGlobalMaxMessage() {
    set(SET_MESSAGES, EVERYBODY, null);
  }

  @Override
  public void removeGlobalMaxStorage() {
    set(SET_BYTES, EVERYBODY, null);
  }

  @Override
  public Optional<QuotaCountLimit> getGlobalMaxMessage() {
    return Optional.ofNullable(
        details(GET_MESSAGES, EVERYBODY, EVERYBODY, QuotaLimits::count).get(Scope.Global));
  }

  @Override
  public Optional<QuotaSizeLimit> getGlobalMaxStorage() {
    return Optional.ofNullable(
        details(GET_BYTES, EVERYBODY, EVERYBODY, QuotaLimits::size).get(Scope.Global));
  }

  // The same, not waiting

  private static Mono<Void> later(Runnable work) {
    return Blocking.mono(
            () -> {
              work.run();
              return true;
            })
        .then();
  }

  @Override
  public Publisher<Void> setMaxMessageReactive(QuotaRoot root, QuotaCountLimit limit) {
    return later(() -> setMaxMessage(root, limit));
  }

  @Override
  public Publisher<Void> setMaxStorageReactive(QuotaRoot root, QuotaSizeLimit limit) {
    return later(() -> setMaxStorage(root, limit));
  }

  @Override
  public Publisher<Void> removeMaxMessageReactive(QuotaRoot root) {
    return later(() -> removeMaxMessage(root));
  }

  @Override
  public Publisher<Void> removeMaxStorageReactive(QuotaRoot root) {
    return later(() -> removeMaxStorage(root));
  }

  @Override
  public Publisher<Void> setDomainMaxMessageReactive(Domain domain, QuotaCountLimit limit) {
    return later(() -> setDomainMaxMessage(domain, limit));
  }

  @Override
  public Publisher<Void> setDomainMaxStorageReactive(Domain domain, QuotaSizeLimit limit) {
    return later(() -> setDomainMaxStorage(domain, limit));
  }

  @Override
  public Publisher<Void> removeDomainMaxMessageReactive(Domain domain) {
    return later(() -> removeDomainMaxMessage(domain));
  }

  @Override
  public Publisher<Void> removeDomainMaxStorageReactive(Domain domain) {
    return later(() -> removeDomainMaxStorage(domain));
  }

  @Override
  public Publisher<QuotaCountLimit> getDomainMaxMessageReactive(Domain domain) {
    return Blocking.mono(() -> getDomainMaxMessage(domain).orElse(null));
  }

  @Override
  public Publisher<QuotaSizeLimit> getDomainMaxStorageReactive(Domain domain) {
    return Blocking.mono(() -> getDomainMaxStorage(domain).orElse(null));
  }

  @Override
  public Publisher<Void> setGlobalMaxMessageReactive(QuotaCountLimit limit) {
    return later(() -> setGlobalMaxMessage(limit));
  }

  @Override
  public Publisher<Void> setGlobalMaxStorageReactive(QuotaSizeLimit limit) {
    return later(() -> setGlobalMaxStorage(limit));
  }

  @Override
  public Publisher<Void> removeGlobalMaxMessageReactive() {
    return later(this::removeGlobalMaxMessage);
  }

  @Override
  public Publisher<Void> removeGlobalMaxStorageReactive() {
    return later(this::removeGlobalMaxStorage);
  }

  @Override
  public Publisher<QuotaCountLimit> getGlobalMaxMessageReactive() {
    return Blocking.mono(() -> getGlobalMaxMessage().orElse(null));
  }

  @Override
  public Publisher<QuotaSizeLimit> getGlobalMaxStorageReactive() {
    return Blocking.mono(() -> getGlobalMaxStorage().orElse(null));
  }
}
