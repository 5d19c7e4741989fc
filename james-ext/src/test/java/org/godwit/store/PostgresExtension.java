package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.godwit.store.objects.ObjectServer;
import org.godwit.store.objects.ObjectSettings;
import org.godwit.store.objects.S3ObjectStore;
import org.godwit.store.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL for tests: one server in a JVM, one database with our schema, empty before each
 * test. Ask for a {@link Database} as a parameter, or call {@link #database()}.
 *
 * <p>{@code -Dgodwit.test.database=jdbc:postgresql://…}, {@code -Dgodwit.test.user} and {@code
 * -Dgodwit.test.password} name another server, such as an older PostgreSQL or one behind a pooler.
 * Everything in that database is removed. {@code -Dgodwit.test.objects=yes} lets all bytes of all
 * tests lie in object storage (see {@link ObjectServer}).
 */
public final class PostgresExtension implements BeforeEachCallback, ParameterResolver {

  private static Database shared;
  private static DatabaseSettings settings;

  /** The server and its schema, started on first use, stopped with the JVM. */
  public static synchronized Database database() {
    if (shared == null) {
      String other = System.getProperty("godwit.test.database");
      settings = (other == null ? server().database("godwit_test") : named(other)).withPoolSize(20);
      Database.open(settings).close(); // migrates
      shared = Database.over(watched(settings), objects().map(S3ObjectStore::new));
    }
    return shared;
  }

  /** Where bytes lie beside the database; mostly nowhere. */
  public static Optional<ObjectSettings> objects() {
    return "yes".equals(System.getProperty("godwit.test.objects"))
        ? Optional.of(ObjectServer.settings())
        : Optional.empty();
  }

  private static HikariDataSource watched(DatabaseSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setPrepareThreshold(-1);
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(settings.poolSize());
    config.setDataSource(new StatementWatch(StatementsOfOneAccount::note).over(source));
    return new HikariDataSource(config);
  }

  /** How to reach the same database on connections of one's own. */
  public static synchronized DatabaseSettings settings() {
    database();
    return settings;
  }

  private static DatabaseSettings named(String url) {
    return new DatabaseSettings(
        url,
        System.getProperty("godwit.test.user", "godwit"),
        System.getProperty("godwit.test.password", ""),
        20);
  }

  private static EmbeddedPostgres server() {
    try {
      Path directory = Files.createTempDirectory("godwit-test-postgres");
      EmbeddedPostgres server =
          EmbeddedPostgres.start(
              directory,
              // Plans must not depend on whether statistics were gathered meanwhile.
              List.of(
                  "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
      return server;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedPostgres server, Path directory) {
    server.close();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (java.io.IOException e) {
      System.err.println("left behind: " + directory);
    }
  }

  /** Removes every row of every table, and nothing else. */
  public static void empty() {
    database()
        .run(
            "emptying the tables",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                List<String> tables = new ArrayList<>();
                try (ResultSet row =
                    statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                            + " AND tablename <> 'schema_version'")) {
                  while (row.next()) {
                    tables.add(row.getString(1));
                  }
                }
                for (String table : filled(statement, tables)) {
                  statement.executeUpdate("DELETE FROM \"" + table + "\"");
                }
                statement.executeUpdate("DELETE FROM loose_object"); // which blobs that go fill
              }
              return null;
            });
  }

  private static List<String> filled(Statement statement, List<String> tables) throws SQLException {
    String query =
        tables.stream()
            .map(table -> "SELECT '" + table + "' WHERE EXISTS (SELECT 1 FROM \"" + table + "\")")
            .collect(Collectors.joining(" UNION ALL "));
    List<String> filled = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        filled.add(row.getString(1));
      }
    }
    return filled;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    empty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Database.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return database();
  }
}
