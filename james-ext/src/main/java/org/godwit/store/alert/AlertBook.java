package org.godwit.store.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;
import org.godwit.store.alert.Alert.Event;

/**
 * The conditions that administrators are told of. Times are the database's. Safe for many threads.
 */
@Singleton
public final class AlertBook {

  private static final String SEE =
      """
      INSERT INTO alert (kind, about, words, observer)
      SELECT kind, about, words, ? FROM unnest(?::text[], ?::text[], ?::text[]) AS s (kind, about, words)
      ON CONFLICT (kind, about) DO UPDATE
         SET words = excluded.words, observer = excluded.observer, seen_at = now()
      """;

  private static final String GO_ON =
      """
      UPDATE alert a
         SET words = s.words, seen_at = now()
        FROM unnest(?::text[], ?::text[], ?::text[]) AS s (kind, about, words)
       WHERE a.kind = s.kind AND a.about = s.about
      """;

  private static final String KEEP =
      "UPDATE alert SET seen_at = now() WHERE kind = ANY (?) AND observer = ?";

  private static final String ALL =
      "SELECT kind, about, words, since, seen_at, told_at, now() FROM alert ORDER BY since, kind, about";

  private static final String OVER =
      "DELETE FROM alert WHERE kind = ? AND about = ? AND seen_at = ?";

  private static final String TOLD =
      "UPDATE alert SET told_at = now() WHERE kind = ? AND about = ?"
          + " AND told_at IS NOT DISTINCT FROM ?";

  private static final String CALL = "INSERT INTO alert_call (call_id, body) VALUES (?, ?)";

  private final Database database;

  @Inject
  public AlertBook(Database database) {
    this.database = database;
  }

  /**
   * What there is.
   *
   * @param now by the clock of the database
   */
  public record Page(List<Alert> alerts, Instant now) {
    public Page {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Writes down what is wrong. Two statements at most, and none when nothing is. Of several about
   * the same thing the first counts.
   *
   * @param observer the host that sees it; empty when all would
   */
  public void saw(String observer, Collection<Sighting> sightings) {
    Map<Object, Sighting> one = new LinkedHashMap<>(); // no statement changes a row twice
    sightings.forEach(each -> one.putIfAbsent(List.of(each.kind(), each.about()), each));
    List<Sighting> firm = one.values().stream().filter(Sighting::firm).toList();
    List<Sighting> faint = one.values().stream().filter(each -> !each.firm()).toList();
    if (!firm.isEmpty()) {
      write(SEE, Optional.of(observer), firm);
    }
    if (!faint.isEmpty()) {
      write(GO_ON, Optional.empty(), faint);
    }
  }

  private void write(String sql, Optional<String> observer, List<Sighting> sightings) {
    database.run(
        "writing down what is wrong",
        on -> {
          try (PreparedStatement change = on.prepareStatement(sql)) {
            int place = 1;
            if (observer.isPresent()) {
              change.setString(place++, observer.get());
            }
            change.setArray(place++, texts(on, sightings.stream().map(s -> s.kind().name())));
            change.setArray(place++, texts(on, sightings.stream().map(Sighting::about)));
            change.setArray(place, texts(on, sightings.stream().map(Sighting::words)));
            return change.executeUpdate();
          }
        });
  }

  private static java.sql.Array texts(Connection on, java.util.stream.Stream<String> texts)
      throws SQLException {
    return on.createArrayOf("text", texts.toArray());
  }

  /** Whether these hold could not be found out: what was seen goes on. */
  public void unknown(String observer, Collection<AlertKind> kinds) {
    database.run(
        "keeping what is not known",
        on -> {
          try (PreparedStatement update = on.prepareStatement(KEEP)) {
            update.setArray(1, texts(on, kinds.stream().map(Enum::name)));
            update.setString(2, observer);
            return update.executeUpdate();
          }
        });
  }

  /** All conditions, the oldest first; one statement. Kinds of a newer node are left to it. */
  public Page all() {
    return database.run(
        "reading what is wrong",
        on -> {
          List<Alert> found = new ArrayList<>();
          Instant now = Instant.EPOCH;
          try (PreparedStatement select = on.prepareStatement(ALL);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              now = time(row, 7).orElseThrow();
              read(row).ifPresent(found::add);
            }
          }
          return new Page(found, now);
        });
  }

  private static Optional<Alert> read(ResultSet row) throws SQLException {
    String kind = row.getString(1);
    Optional<AlertKind> known =
        Arrays.stream(AlertKind.values()).filter(each -> each.name().equals(kind)).findFirst();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Alert(
            known.get(),
            row.getString(2),
            row.getString(3),
            time(row, 4).orElseThrow(),
            time(row, 5).orElseThrow(),
            time(row, 6)));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Writes down that administrators are told of one, and what is still to be posted, in one
   * transaction.
   *
   * @return false when somebody else was faster, or it was seen again: nothing is written then
   */
  public boolean told(Alert alert, Event event, Optional<Call> call) {
    return database.transaction(
        "telling what is wrong",
        on -> {
          boolean ours = event == Event.OVER ? over(on, alert) : mark(on, alert);
          if (ours && call.isPresent()) {
            try (PreparedStatement insert = on.prepareStatement(CALL)) {
              insert.setObject(1, call.get().id());
              insert.setString(2, call.get().body());
              insert.executeUpdate();
            }
          }
          return ours;
        });
  }

  private static boolean over(Connection on, Alert alert) throws SQLException {
    try (PreparedStatement delete = on.prepareStatement(OVER)) {
      name(delete, alert);
      delete.setObject(3, alert.seen().atOffset(java.time.ZoneOffset.UTC));
      return delete.executeUpdate() == 1;
    }
  }

  private static boolean mark(Connection on, Alert alert) throws SQLException {
    try (PreparedStatement update = on.prepareStatement(TOLD)) {
      name(update, alert);
      update.setObject(
          3, alert.told().map(at -> at.atOffset(java.time.ZoneOffset.UTC)).orElse(null));
      return update.executeUpdate() == 1;
    }
  }

  private static void name(PreparedStatement change, Alert alert) throws SQLException {
    change.setString(1, alert.kind().name());
    change.setString(2, alert.about());
  }

  /** Something to be posted. */
  public record Call(UUID id, String body) {}
}
