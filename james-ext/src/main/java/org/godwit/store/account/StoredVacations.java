package org.godwit.store.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.util.ReactorUtils;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.Vacation;
import org.apache.james.vacation.api.VacationPatch;
import org.apache.james.vacation.api.VacationRepository;
import org.godwit.store.Database;
import reactor.core.publisher.Mono;

/**
 * Vacation answers on PostgreSQL. Reading is one statement, changing is one transaction, which is a
 * change of the account.
 */
@Singleton
final class StoredVacations implements VacationRepository {
  private static final String READ = "SELECT * FROM vacation WHERE owner = ?";

  private static final String WRITE =
      """
      INSERT INTO vacation (owner, enabled, from_at, from_zone, to_at, to_zone,
                            subject, text_body, html_body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (owner) DO UPDATE
         SET enabled = excluded.enabled,
             from_at = excluded.from_at, from_zone = excluded.from_zone,
             to_at = excluded.to_at, to_zone = excluded.to_zone,
             subject = excluded.subject,
             text_body = excluded.text_body, html_body = excluded.html_body
      """;

  // Locks the account before the row, as all do.
  private static final String CHANGED = "UPDATE account SET modseq = modseq + 1 WHERE name = ?";

  private final Database database;

  @Inject
  StoredVacations(Database database) {
    this.database = database;
  }

  @Override
  public Mono<Vacation> retrieveVacation(AccountId account) {
    String owner = owner(account);
    return Mono.fromCallable(() -> database.run("reading a vacation", c -> read(c, READ, owner)))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  @Override
  public Mono<Void> modifyVacation(AccountId account, VacationPatch patch) {
    String owner = owner(account);
    Objects.requireNonNull(patch);
    return Mono.<Void>fromRunnable(() -> change(owner, patch))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  static String owner(AccountId account) {
    return account.getIdentifier().toLowerCase(Locale.ROOT);
  }

  private void change(String owner, VacationPatch patch) {
    database.transaction(
        "changing a vacation",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(CHANGED)) {
            update.setString(1, owner);
            update.executeUpdate();
          }
          write(connection, owner, patch.patch(read(connection, READ + " FOR UPDATE", owner)));
          return null;
        });
  }

  private static Vacation read(Connection connection, String sql, String owner)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, owner);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? vacation(row) : DEFAULT_VACATION;
      }
    }
  }

  private static Vacation vacation(ResultSet row) throws SQLException {
    return Vacation.builder()
        .enabled(row.getBoolean("enabled"))
        .fromDate(time(row, "from_at", "from_zone"))
        .toDate(time(row, "to_at", "to_zone"))
        .subject(Optional.ofNullable(row.getString("subject")))
        .textBody(Optional.ofNullable(row.getString("text_body")))
        .htmlBody(Optional.ofNullable(row.getString("html_body")))
        .build();
  }

  private static Optional<ZonedDateTime> time(ResultSet row, String at, String zone)
      throws SQLException {
    OffsetDateTime time = row.getObject(at, OffsetDateTime.class);
    if (time == null) {
      return Optional.empty();
    }
    return Optional.of(time.atZoneSameInstant(ZoneId.of(row.getString(zone))));
  }

  private static void write(Connection connection, String owner, Vacation vacation)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
      insert.setString(1, owner);
      insert.setBoolean(2, vacation.isEnabled());
      time(insert, 3, vacation.getFromDate());
      time(insert, 5, vacation.getToDate());
      insert.setString(7, vacation.getSubject().orElse(null));
      insert.setString(8, vacation.getTextBody().orElse(null));
      insert.setString(9, vacation.getHtmlBody().orElse(null));
      insert.executeUpdate();
    }
  }

  /** Sets an instant and its zone; PostgreSQL's own type forgets the zone. */
  private static void time(PreparedStatement insert, int index, Optional<ZonedDateTime> time)
      throws SQLException {
    insert.setObject(
        index,
        time.map(t -> t.toInstant().atOffset(java.time.ZoneOffset.UTC)).orElse(null),
        java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    insert.setString(index + 1, time.map(t -> t.getZone().getId()).orElse(null));
  }
}
