package org.godwit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
          .untilAsserted(
              () -> {
                assertThat(postgres.pid()).isNotEqualTo(before); // until then the old one answers
                assertThat(accounts(database)).isEqualTo(1);
              });
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

  @Test
  void aStaleFileWithTheNumberOfAnotherProgramDoesNotStopTheStart()
      throws IOException, InterruptedException {
    EmbeddedPostgres first = EmbeddedPostgres.start(directory, List.of());
    Path pidFile = directory.resolve("cluster/postmaster.pid");
    String running = Files.readString(pidFile);
    first.close();
    Process other = asTheServersUser("sleep", "600");
    try {
      Files.writeString(pidFile, running.replaceFirst("\\d+", Long.toString(other.pid())));

      try (EmbeddedPostgres second = EmbeddedPostgres.start(directory, List.of())) {
        assertThat(second.pid()).isNotEqualTo(other.pid());
      }
      assertThat(other.isAlive()).as("the other program is left alone").isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void runsTheProgramsOfAnotherFolder() throws IOException {
    Path programs = PostgresBinaries.unpackedBelow(Files.createDirectory(directory.resolve("own")));
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        programs.getParent().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(data, Optional.of(programs), List.of())) {
      assertThat(postgres.database("godwit")).isNotNull();
    }

    assertThat(data.resolve("postgresql-" + PostgresBinaries.VERSION)).doesNotExist();
  }

  @Test
  void saysThatFilesAreOfAnotherVersionAndTouchesNothing() throws IOException {
    EmbeddedPostgres.start(directory, List.of()).close();
    Path version = directory.resolve("cluster/PG_VERSION");
    Files.writeString(version, "16\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(directory, List.of()))
        .cause()
        .hasMessageContaining("files are of PostgreSQL 16")
        .hasMessageContaining("PostgreSQL) " + PostgresBinaries.VERSION);
    assertThat(version).hasContent("16");
  }

  /** PostgreSQL does not look at programs of other users: it could not signal them. */
  private static Process asTheServersUser(String... program) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      ServerUser user = ServerUser.toReach(Path.of("/"));
      command.addAll(List.of("setpriv", "--reuid=" + user.name(), "--clear-groups"));
    }
    command.addAll(List.of(program));
    return new ProcessBuilder(command).start();
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
