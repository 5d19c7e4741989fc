package org.godwit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  @TempDir Path directory;

  @Test
  void keepsWhatWasWrittenWhenItIsKilled() {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, List.of());
        Database database = Database.open(postgres.database("godwit"))) {
      execute(database, "INSERT INTO account (name) VALUES ('ann@example.org')");

      ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(accounts(database)).isEqualTo(1));
    }
  }

  @Test
  void isStartedWholeWhenOneOfItsProcessesWasKilled() {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, List.of());
        Database database = Database.open(postgres.database("godwit"))) {
      execute(database, "INSERT INTO account (name) VALUES ('ann@example.org')");
      long before = postgres.pid();
      long backend = Long.parseLong(text(database, "SELECT pg_backend_pid()::text"));

      ProcessHandle.of(backend).orElseThrow().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(accounts(database)).isEqualTo(1));
      assertThat(postgres.pid()).isNotEqualTo(before);
    }
  }

  @Test
  void isFoundAgainByTheNextProcessWhenOursWasKilled() throws InterruptedException {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory, List.of());
    DatabaseSettings before = first.database("godwit");
    first.abandon();

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, List.of())) {
      assertThat(second.pid()).isEqualTo(first.pid());
      assertThat(second.database("godwit")).isEqualTo(before);
    }
  }

  @Test
  void isStartedAgainWhenItWasKilledJustBeforeUs() throws InterruptedException {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory, List.of());
    first.abandon();
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly(); // and may take its time to die

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, List.of())) {
      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(second.database("godwit")).isNotNull();
    }
  }

  @Test
  void writesThroughToDiskChecksItsPagesAndListensOnLoopbackOnly() {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, List.of());
        Database database = Database.open(postgres.database("godwit"))) {
      assertThat(text(database, "SHOW fsync")).isEqualTo("on");
      assertThat(text(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(text(database, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(text(database, "SHOW data_checksums")).isEqualTo("on");
      assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(text(database, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(text(database, "SHOW password_encryption")).isEqualTo("scram-sha-256");
    }
  }

  @Test
  void neverRunsAsRootEvenBelowADirectoryThatOnlyItsOwnerMayEnter() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path inside = directory.resolve("data");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(inside, List.of())) {
      Path process = Path.of("/proc", Long.toString(postgres.pid()));
      assertThat(Files.getOwner(process).getName()).isNotEqualTo("root");
    }
  }

  @Test
  void aStaleFileOfADeadServerDoesNotStopTheStart() throws IOException {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory, List.of());
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    String running = Files.readString(pidFile);
    first.close();
    // Another program got the dead server's number: ours, for a start.
    String stale = running.replaceFirst("\\d+", Long.toString(ProcessHandle.current().pid()));
    Files.writeString(pidFile, stale);

    try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, List.of())) {
      assertThat(second.pid()).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  private static void execute(Database database, String sql) {
    database.run(
        "testing",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private static String text(Database database, String sql) {
    return database.run(
        "testing",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private static int accounts(Database database) {
    return Integer.parseInt(text(database, "SELECT count(*) FROM account"));
  }
}
