package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.util.ReactorUtils;
import org.apache.james.util.date.ZonedDateTimeProvider;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.NotificationRegistry;
import org.apache.james.vacation.api.RecipientId;
import org.godwit.store.Database;
import reactor.core.publisher.Mono;

/**
 * Who was sent a vacation answer already (RFC 5230 §4.2), on PostgreSQL. One call, one statement;
 * what has expired goes when its owner's next answer is noted.
 */
@Singleton
final class StoredReplies implements NotificationRegistry {
  private static final String REGISTER =
      """
      WITH gone AS (DELETE FROM vacation_reply
                     WHERE owner = ? AND expires_at < ? AND recipient <> ?)
      INSERT INTO vacation_reply (owner, recipient, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (owner, recipient) DO UPDATE SET expires_at = excluded.expires_at
      """;

  private final Database database;
  private final ZonedDateTimeProvider clock;

  @Inject
  StoredReplies(Database database, ZonedDateTimeProvider clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Mono<Void> register(
      AccountId account, RecipientId recipient, Optional<ZonedDateTime> expiry) {
    return Mono.<Void>fromRunnable(() -> registerNow(account, recipient, expiry))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  private void registerNow(
      AccountId account, RecipientId recipient, Optional<ZonedDateTime> expiry) {
    Optional<OffsetDateTime> until = expiry.map(StoredReplies::utc);
    Optional<OffsetDateTime> now = Optional.ofNullable(clock.get()).map(StoredReplies::utc);
    if (until.isPresent() && now.isPresent() && until.get().isBefore(now.get())) {
      return;
    }
    String owner = StoredVacations.owner(account);
    database.run(
        "noting a vacation answer",
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(REGISTER)) {
            insert.setString(1, owner);
            insert.setObject(2, now.orElse(null), java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
            insert.setString(3, recipient.getAsString());
            insert.setString(4, owner);
            insert.setString(5, recipient.getAsString());
            insert.setObject(6, until.orElse(null), java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
            return insert.executeUpdate();
          }
        });
  }

  private static OffsetDateTime utc(ZonedDateTime time) {
    return time.toInstant().atOffset(ZoneOffset.UTC);
  }

  @Override
  public Mono<Boolean> isRegistered(AccountId account, RecipientId recipient) {
    return Mono.fromCallable(() -> isRegisteredNow(account, recipient))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  private boolean isRegisteredNow(AccountId account, RecipientId recipient) {
    return database.run(
        "looking for a vacation answer",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT expires_at FROM vacation_reply WHERE owner = ? AND recipient = ?")) {
            select.setString(1, StoredVacations.owner(account));
            select.setString(2, recipient.getAsString());
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) {
                return false;
              }
              OffsetDateTime until = row.getObject(1, OffsetDateTime.class);
              return until == null || !until.isBefore(utc(clock.get()));
            }
          }
        });
  }

  @Override
  public Mono<Void> flush(AccountId account) {
    return Mono.<Void>fromRunnable(() -> flushNow(account))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  private void flushNow(AccountId account) {
    database.run(
        "forgetting vacation answers",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM vacation_reply WHERE owner = ?")) {
            delete.setString(1, StoredVacations.owner(account));
            return delete.executeUpdate();
          }
        });
  }
}
