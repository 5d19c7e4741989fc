package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.godwit.cluster.drill.PostgresPair;
import org.godwit.cluster.drill.PostgresPair.Side;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The primary goes, and the pool finds the next one. Real servers, really killed and paused. */
class FailoverTest {
  private Path directory;
  private PostgresPair pair;
  private Database database;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> programs = PostgresPair.debian();
    Assumptions.assumeTrue(
        programs.isPresent(), "SKIPPED: no PostgreSQL with pg_basebackup in /usr/lib/postgresql");
    directory = Files.createTempDirectory("godwit-failover");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    pair = PostgresPair.start(directory.resolve("pair"), programs.get());
    database = Database.open(pair.primary());
  }

  @AfterEach
  void stop() throws IOException {
    if (database != null) {
      database.close();
    }
    if (pair != null) {
      pair.close();
    }
  }

  private int write(String sql) {
    return database.run(
        "writing",
        on -> {
          try (Statement statement = on.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private void writesAgain() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> write("INSERT INTO domain (name) VALUES ('new.example')") == 1);
  }

  @Test
  void aKilledPrimaryIsFollowedByItsReplica() throws IOException {
    write("INSERT INTO domain (name) VALUES ('old.example')");
    pair.kill(Side.FIRST);
    pair.promote(Side.SECOND);
    writesAgain();
  }

  @Test
  void whoWaitsForAPrimaryThatHangsIsToldSoAndTheNextOneIsUsed() throws Exception {
    pair.pause(Side.FIRST);
    CompletableFuture<Object> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return write("INSERT INTO domain (name) VALUES ('waits.example')");
              } catch (StoreException e) {
                return e;
              }
            });
    pair.promote(Side.SECOND);
    writesAgain();
    assertThat(waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aPrimaryThatTakesNoWritesIsLeft() throws Exception {
    write("INSERT INTO domain (name) VALUES ('old.example')");
    pair.execute(Side.FIRST, "ALTER SYSTEM SET default_transaction_read_only = on");
    pair.execute(Side.FIRST, "SELECT pg_reload_conf()");
    pair.promote(Side.SECOND);
    writesAgain();
  }

  @Test
  void aPrimaryThatWasNotToldOfTheNextOneIsLeft() throws Exception {
    write("INSERT INTO domain (name) VALUES ('old.example')");
    int old = port();
    pair.promote(Side.SECOND);
    pair.execute(Side.FIRST, "SELECT 1"); // answers as ever
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> port() != old);
    writesAgain();
    assertThat(port()).as("and it stays left").isNotEqualTo(old);
  }

  private int port() {
    return database.run(
        "asking",
        on -> {
          try (Statement statement = on.createStatement();
              ResultSet row = statement.executeQuery("SELECT current_setting('port')::int")) {
            row.next();
            return row.getInt(1);
          }
        });
  }
}
