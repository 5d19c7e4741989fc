package org.godwit.store.policy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/**
 * Counts how connections to mail servers of others were encrypted. Safe for many threads; one call,
 * one statement.
 */
@Singleton
public final class TlsSessions {
  private static final int LONGEST_POLICY = 4_000;
  private static final int LONGEST_REASON = 200;

  private static final String COUNT =
      """
      INSERT INTO tls_session (day, domain, kind, mx, result, policy, address, reason, sessions)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (day, domain, kind, mx, result) DO UPDATE
         SET policy = EXCLUDED.policy, address = EXCLUDED.address, reason = EXCLUDED.reason,
             sessions = tls_session.sessions + 1
      """;

  private static final String OVER =
      """
      SELECT day, domain FROM tls_session WHERE day < ? GROUP BY day, domain
       ORDER BY day, domain LIMIT ?
      """;

  private static final String OF =
      """
      SELECT kind, mx, result, policy, address, reason, sessions FROM tls_session
       WHERE day = ? AND domain = ? ORDER BY kind, sessions DESC, mx, result LIMIT ?
      """;

  private final Database database;

  @Inject
  public TlsSessions(Database database) {
    this.database = database;
  }

  /** What a day was like with a domain. */
  public record Day(LocalDate day, String domain) {}

  /**
   * Some connections that were alike.
   *
   * @param kind what asked for TLS, in the words of 8460 §4.2
   * @param mx the server; empty when it went well
   * @param result why it did not, in the words of 8460 §4.3; empty when it did
   * @param policy what was asked for, a line each
   * @param address of the server, the last one
   * @param reason in our words, the last one
   */
  public record Alike(
      String kind,
      String mx,
      String result,
      String policy,
      String address,
      String reason,
      long sessions) {}

  /** Counts one more; its own number is not looked at. */
  public void count(Day day, Alike one) {
    database.run(
        "counting a connection to another server",
        on -> {
          try (PreparedStatement insert = on.prepareStatement(COUNT)) {
            insert.setObject(1, day.day());
            insert.setString(2, day.domain());
            insert.setString(3, one.kind());
            insert.setString(4, one.mx());
            insert.setString(5, one.result());
            insert.setString(6, cut(one.policy(), LONGEST_POLICY));
            insert.setString(7, one.address());
            insert.setString(8, cut(one.reason(), LONGEST_REASON));
            return insert.executeUpdate();
          }
        });
  }

  private static String cut(String text, int longest) {
    String clean = text.replace("\0", "");
    return clean.length() <= longest ? clean : clean.substring(0, longest);
  }

  /** Days that are over, the oldest first. */
  public List<Day> over(LocalDate today, int most) {
    return database.run(
        "looking for days that are over",
        on -> {
          try (PreparedStatement select = on.prepareStatement(OVER)) {
            select.setObject(1, today);
            select.setInt(2, most);
            List<Day> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(new Day(row.getObject(1, LocalDate.class), row.getString(2)));
              }
            }
            return found;
          }
        });
  }

  /** What was counted on a day, what happened most first. */
  public List<Alike> of(Day day, int most) {
    return database.run(
        "reading what was counted",
        on -> {
          try (PreparedStatement select = on.prepareStatement(OF)) {
            select.setObject(1, day.day());
            select.setString(2, day.domain());
            select.setInt(3, most);
            List<Alike> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(alike(row));
              }
            }
            return found;
          }
        });
  }

  private static Alike alike(ResultSet row) throws java.sql.SQLException {
    return new Alike(
        row.getString("kind"),
        row.getString("mx"),
        row.getString("result"),
        row.getString("policy"),
        row.getString("address"),
        row.getString("reason"),
        row.getLong("sessions"));
  }

  /** Forgets a day with a domain. */
  public void forget(Day day) {
    database.run(
        "forgetting what was counted",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM tls_session WHERE day = ? AND domain = ?")) {
            delete.setObject(1, day.day());
            delete.setString(2, day.domain());
            return delete.executeUpdate();
          }
        });
  }
}
