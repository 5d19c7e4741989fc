package org.godwit.store.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.PostgresExtension;

/** Something to back up, and places to restore it to. */
final class BackupFixture {

  private BackupFixture() {}

  static BackupSettings settings(Path directory) {
    return new BackupSettings(directory, Optional.empty(), 7, Optional.empty(), Duration.ofDays(2));
  }

  /** Makes one of the tests' database. */
  static BackupMaker.Made make(BackupSettings settings, Path data) throws BackupProblem {
    try (Database database = Database.open(PostgresExtension.settings().withPoolSize(2))) {
      return new BackupMaker(database, settings, data, "1.2.3", Clock.systemUTC()).make();
    }
  }

  /** Some rows of every sort, and bytes that do not compress. */
  static void fill(Database database, int blobs, int size) {
    database.run(
        "filling",
        on -> {
          run(
              on,
              "INSERT INTO domain (name) VALUES ('example.test')",
              "INSERT INTO account (name, modseq) VALUES ('ann@example.test', 41)",
              "INSERT INTO secret VALUES ('empty', ''), ('nil', '\\x00')",
              "INSERT INTO rewrite VALUES ('a@example.test', 'alias', 'ünïcödé \"quoted\"')");
          Random random = new Random(4);
          try (PreparedStatement insert =
              on.prepareStatement(
                  "INSERT INTO blob (hash, encoding, size, content) VALUES (?, 0, ?, ?)")) {
            for (int i = 0; i < blobs; i++) {
              byte[] hash = new byte[32];
              random.nextBytes(hash);
              byte[] content = new byte[size];
              random.nextBytes(content);
              insert.setBytes(1, hash);
              insert.setInt(2, size);
              insert.setBytes(3, content);
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
  }

  static void run(Connection on, String... statements) throws SQLException {
    try (Statement statement = on.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A new database beside that of the tests. */
  static DatabaseSettings emptyDatabase(String name) throws SQLException {
    DatabaseSettings tests = PostgresExtension.settings();
    try (Connection on = Connections.open(tests, "test")) {
      run(on, "DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name);
    }
    String url = tests.url().replaceFirst("/[^/?]+($|\\?)", "/" + name + "$1");
    return new DatabaseSettings(url, tests.user(), tests.password(), 2);
  }
}
