package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.message.MessageSummary;

/**
 * What an account has expunged and can still have back through {@link Undelete}: messages that are
 * in no mailbox any more. Safe for many threads; calls block; one call, one statement.
 */
public final class DeletedMail {

  /**
   * An expunged message: where it was, and under which uid.
   *
   * @param mailbox counted within the account; it may be deleted by now
   */
  public record Place(long mailbox, long uid) {}

  /**
   * Which of them.
   *
   * @param since when they were expunged, or later
   * @param drafts whether drafts are among them; writing a message leaves many behind
   */
  public record Wanted(Instant since, boolean drafts) {}

  /**
   * One of them.
   *
   * @param mailbox the name of the mailbox, its levels separated by {@code /}
   * @param header octets before the body
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Deleted(
      Place place,
      UUID message,
      String mailbox,
      Instant deleted,
      Instant received,
      long size,
      byte[] header,
      MessageSummary summary) {}

  /** What they would add to an account. */
  public record Amount(long messages, long bytes) {}

  private static final String THOSE =
      """
        FROM expunged_message e
       WHERE e.account_id = ? AND NOT e.moved AND e.expunged_at >= ? AND (? OR e.flags & 4 = 0)
         AND NOT EXISTS (SELECT FROM mailbox_message m
                          WHERE m.account_id = e.account_id AND m.message_id = e.message_id)
      """;

  private static final String LIST =
      "SELECT e.mailbox_id, e.uid"
          + THOSE
          + " ORDER BY e.expunged_at DESC, e.mailbox_id, e.uid DESC OFFSET ? LIMIT ?";

  private static final String COUNT = "SELECT count(*)" + THOSE;

  private static final String FIND =
      """
      SELECT e.mailbox_id, e.uid, e.message_id, e.expunged_at, e.internal_date, e.size,
             coalesce(b.name, d.name, '') AS name, g.header, g.summary
        FROM unnest(?::bigint[], ?::bigint[]) AS asked (mailbox_id, uid)
        JOIN expunged_message e ON e.account_id = ? AND NOT e.moved
                               AND e.mailbox_id = asked.mailbox_id AND e.uid = asked.uid
        JOIN message g USING (account_id, message_id)
        LEFT JOIN mailbox b ON b.account_id = e.account_id AND b.mailbox_id = e.mailbox_id
        LEFT JOIN deleted_mailbox d ON d.account_id = e.account_id AND d.mailbox_id = e.mailbox_id
      """;

  private static final String AMOUNT =
      """
      SELECT count(*), coalesce(sum(e.size), 0)
        FROM unnest(?::bigint[], ?::bigint[]) AS asked (mailbox_id, uid)
        JOIN expunged_message e ON e.account_id = ? AND NOT e.moved
                               AND e.mailbox_id = asked.mailbox_id AND e.uid = asked.uid
      """;

  private final Database database;
  private final AccountReading reading;

  @Inject
  public DeletedMail(Database database, AccountReading reading) {
    this.database = database;
    this.reading = reading;
  }

  /** A page of them, what was expunged last first. */
  public List<Place> list(long account, Wanted wanted, long position, int limit) {
    return database.run(
        "listing deleted mail",
        on -> {
          try (PreparedStatement select = on.prepareStatement(LIST)) {
            bind(select, account, wanted).longs(position).ints(limit);
            List<Place> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(new Place(row.getLong(1), row.getLong(2)));
              }
            }
            return found;
          }
        });
  }

  /** How many there are. Reads all of them. */
  public long count(long account, Wanted wanted) {
    return database.run(
        "counting deleted mail",
        on -> {
          try (PreparedStatement select = on.prepareStatement(COUNT)) {
            bind(select, account, wanted);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  private static Parameters bind(PreparedStatement select, long account, Wanted wanted)
      throws SQLException {
    return new Parameters(select)
        .longs(account)
        .time(Date.from(wanted.since()))
        .flag(wanted.drafts());
  }

  /** How much some of them are. */
  public Amount amount(long account, Collection<Place> places) {
    return database.run(
        "measuring deleted mail",
        on -> {
          try (PreparedStatement select = on.prepareStatement(AMOUNT)) {
            bind(select, on, places).longs(account);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? new Amount(row.getLong(1), row.getLong(2)) : new Amount(0, 0);
            }
          }
        });
  }

  private static Parameters bind(PreparedStatement select, Connection on, Collection<Place> places)
      throws SQLException {
    return new Parameters(select)
        .array(Sql.longs(on, places.stream().map(Place::mailbox).toList()))
        .array(Sql.longs(on, places.stream().map(Place::uid).toList()));
  }

  /**
   * What they are; one that is not there, or was restored meanwhile, is missing. A message whose
   * header was too long to be kept apart costs one statement more.
   */
  public List<Deleted> find(long account, Collection<Place> places) {
    List<Row> rows = database.run("reading deleted mail", on -> rows(on, account, places));
    return rows.stream().map(row -> deleted(account, row)).toList();
  }

  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  private record Row(
      Place place,
      UUID message,
      String mailbox,
      Instant deleted,
      Instant received,
      long size,
      byte[] header,
      byte[] summary) {}

  private static List<Row> rows(Connection on, long account, Collection<Place> places)
      throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      bind(select, on, places).longs(account);
      List<Row> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Row(
                  new Place(row.getLong("mailbox_id"), row.getLong("uid")),
                  row.getObject("message_id", UUID.class),
                  row.getString("name"),
                  Sql.date(row, "expunged_at").toInstant(),
                  Sql.date(row, "internal_date").toInstant(),
                  row.getLong("size"),
                  row.getBytes("header"),
                  row.getBytes("summary")));
        }
      }
      return found;
    }
  }

  private Deleted deleted(long account, Row row) {
    return new Deleted(
        row.place(),
        row.message(),
        row.mailbox(),
        row.deleted(),
        row.received(),
        row.size(),
        reading.header(account, row.message(), row.header()),
        reading.summary(account, row.message(), row.summary()));
  }
}
