package org.godwit.cluster.site;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.godwit.store.DatabaseSettings;

/** How the server reaches PostgreSQL: the primary wherever it is, and the one of this site. */
final class SiteDatabase {
  private static final String NAME = "godwit";
  private static final String MAINTENANCE = "postgres";
  private static final int REPLICA_SECONDS = 5; // then the primary is asked

  private final SiteSettings settings;
  private final SitePlace place;
  private final Binding binding;

  SiteDatabase(SiteSettings settings, SitePlace place, Binding binding) {
    this.settings = settings;
    this.place = place;
    this.binding = binding;
  }

  DatabaseSettings primary(int connections) {
    return settings(NAME, NAME, true, connections);
  }

  DatabaseSettings replica(int connections) {
    return settings(NAME, NAME, false, connections);
  }

  /** The primary, for one transaction with all that there is, which takes its time. */
  DatabaseSettings filling() {
    String patient = "&options=" + escaped("-c idle_in_transaction_session_timeout=0");
    return new DatabaseSettings(
        url(NAME, true, 0) + patient, NAME, settings.token().password(NAME), 1);
  }

  private DatabaseSettings settings(
      String database, String user, boolean primary, int connections) {
    int seconds = database.equals(MAINTENANCE) ? 10 : primary ? answerSeconds() : REPLICA_SECONDS;
    return new DatabaseSettings(
        url(database, primary, seconds), user, settings.token().password(user), connections);
  }

  private String url(String database, boolean primary, int seconds) {
    Stream<String> others =
        settings.fullSites().stream()
            .filter(peer -> !peer.name().equals(settings.name()))
            .map(peer -> peer.at(Ports.POSTGRES));
    String hosts =
        Stream.concat(Stream.of(binding.local(Ports.POSTGRES)), primary ? others : Stream.of())
            .collect(Collectors.joining(","));
    List<String> options =
        List.of(
            "targetServerType=" + (primary ? "primary" : "any"),
            // A site that does not answer is passed over, and asked again soon: it may be primary
            // then.
            "connectTimeout=2",
            "hostRecheckSeconds=1",
            "socketTimeout=" + seconds,
            "sslmode=verify-full",
            "sslrootcert=" + escaped(place.authority()),
            "sslcert=" + escaped(place.certificate()),
            "sslkey=" + escaped(place.keyForJava()));
    return "jdbc:postgresql://" + hosts + "/" + database + "?" + String.join("&", options);
  }

  /**
   * How long an answer may take. While a commit waits for a second site that is not there, whoever
   * waits for it hears no, by the end of the connection: what became of the commit is not known.
   * Never end such a wait by cancelling the statement instead: PostgreSQL then answers that it is
   * committed, which it is at one site, and only warns that it may be nowhere else.
   */
  private int answerSeconds() {
    return settings.durability() == Durability.TWO_SITES ? 10 : 60;
  }

  private static String escaped(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }

  /**
   * Makes our role and our database at the primary, unless they are there.
   *
   * @throws SQLException when there is no primary, or it waits for a second site
   */
  void prepare() throws SQLException {
    try (Connection connection = superuser()) {
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
        execute(
            connection,
            "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + settings.token().password(NAME) + "'");
      }
      execute(connection, "GRANT pg_monitor TO " + NAME); // to see how far the other sites are
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
        execute(connection, "CREATE DATABASE " + NAME + " OWNER " + NAME);
      }
    }
  }

  /** A connection that may do all, to the primary. */
  Connection superuser() throws SQLException {
    DatabaseSettings all = settings(MAINTENANCE, PatroniFile.SUPERUSER, true, 1);
    return DriverManager.getConnection(all.url(), all.user(), all.password());
  }

  private static boolean exists(Connection connection, String question) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(question)) {
      select.setString(1, NAME);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void execute(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }
}
