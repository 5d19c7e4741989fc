package org.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Every statement that a test runs on a table of accounts names its account, so a database that
 * spreads accounts over machines finds all that a statement needs on one of them (docs/scale.md).
 * PostgreSQL itself says how it would run each statement, with parameters left open.
 */
public final class StatementsOfOneAccount {

  /** What is in a statement that may look at more than one account, and why it may. */
  private static final Map<String, String> WIDE =
      Map.of(
          "SELECT DISTINCT account_id FROM expunged_message WHERE expunged_at < ?",
          "the purge asks, once in its round, whose deleted mail is old enough",
          "SELECT DISTINCT account_id FROM client_record WHERE type = 'Snooze'",
          "the alarm asks, once in its round, who has mail that comes back now",
          "SELECT DISTINCT account_id FROM client_record WHERE gone AND changed_at < ?",
          "the purge asks, once in its round, who has documents that went long ago",
          "SELECT DISTINCT account_id FROM submission WHERE undo_status <> 'pending'",
          "the purge asks, once in its round, whose submissions are over",
          "WITH page AS ( SELECT hash FROM blob",
          "the collector asks everybody before it removes bytes",
          "FROM mailbox_grant ",
          "who shares a mailbox with one",
          "SELECT account_id, modseq FROM account WHERE account_id = ANY (?)",
          "which of the accounts that somebody watches has moved, where NOTIFY is not heard",
          "FROM unnest(?::bigint[], ?::bigint[]) AS asked (account_id, mailbox_id)",
          "STATUS of a list of mailboxes, some of which others share",
          "SELECT coalesce((SELECT l.messages FROM quota_limit l WHERE l.name = p.name)",
          "the room of a recipient, whose account is found by the name of the person",
          "b.user_flags FROM account a JOIN mailbox b USING (account_id)$",
          "James's list of all mailboxes, for tools that repair");

  private static final int GENERIC_PLANS_SINCE = 16;

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();
  private static final BlockingQueue<String> NEW = new LinkedBlockingQueue<>();

  private StatementsOfOneAccount() {}

  /** Remembers a statement for the next {@link #check()}. */
  static void note(String statement) {
    if (SEEN.add(statement) && !statement.equals(StatementWatch.COMMIT)) {
      NEW.add(statement.strip().replaceAll("\\s+", " "));
    }
  }

  /** Fails when a statement that is new since the last check does not name its account. */
  public static void check() {
    if (NEW.isEmpty()) {
      return;
    }
    try (Connection connection = connection()) {
      if (connection.getMetaData().getDatabaseMajorVersion() < GENERIC_PLANS_SINCE) {
        return;
      }
      Map<String, Integer> tables = tables(connection);
      for (String statement = NEW.poll(); statement != null; statement = NEW.poll()) {
        if (WIDE.keySet().stream().noneMatch((statement + "$")::contains)) {
          assertThat(accountless(connection, tables, statement))
              .as("tables that are read or written without an account by: %s", statement)
              .isEmpty();
        }
      }
    } catch (SQLException e) {
      throw new AssertionError("asking PostgreSQL how it runs a statement", e);
    }
  }

  /** What {@code statement} touches without naming the account; empty is good. */
  static List<String> accountless(String statement) throws SQLException {
    try (Connection connection = connection()) {
      return accountless(connection, tables(connection), statement);
    }
  }

  private static List<String> accountless(
      Connection connection, Map<String, Integer> tables, String statement) throws SQLException {
    return new AccountsOfPlan(tables).missingIn(plan(connection, statement));
  }

  /** How PostgreSQL runs {@code statement}, whatever its parameters. */
  public static JsonNode plan(String statement) throws SQLException {
    try (Connection connection = connection()) {
      return plan(connection, statement);
    }
  }

  private static JsonNode plan(Connection connection, String statement) throws SQLException {
    String explain = "EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS OFF, FORMAT JSON) ";
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(explain + numbered(statement))) {
      row.next();
      return new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
    } catch (JsonProcessingException e) {
      throw new SQLException(e);
    }
  }

  /** A connection that sends the text as it is: a plan with open parameters has none to bind. */
  private static Connection connection() throws SQLException {
    DatabaseSettings settings = PostgresExtension.settings();
    Properties properties = new Properties();
    properties.put("user", settings.user());
    properties.put("password", settings.password());
    properties.put("preferQueryMode", "simple");
    return DriverManager.getConnection(settings.url(), properties);
  }

  /** The tables that grow with accounts, and which of their columns says whose a row is. */
  private static Map<String, Integer> tables(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                """
                SELECT c.relname, a.attnum
                  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relkind = 'r' AND a.attname = 'account_id'
                """)) {
      Map<String, Integer> tables = new HashMap<>();
      while (row.next()) {
        tables.put(row.getString(1), row.getInt(2));
      }
      return tables;
    }
  }

  /** JDBC's {@code ?} as PostgreSQL's {@code $1}, {@code $2}, and so on. */
  private static String numbered(String statement) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    int parameters = 0;
    for (int i = 0; i < statement.length(); i++) {
      char c = statement.charAt(i);
      quoted ^= c == '\'';
      if (c == '?' && !quoted) {
        text.append('$').append(++parameters);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
