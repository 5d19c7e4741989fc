package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.godwit.cluster.drill.PostgresPair;
import org.godwit.cluster.drill.PostgresPair.Side;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The replica gives backups while it is fit to, and the primary has nothing to do with it. */
class BackupFromReplicaTest {
  private PostgresPair pair;
  private OneServer server;
  private Path directory;

  @BeforeEach
  void start() throws IOException, StartProblem {
    Optional<Path> programs = PostgresPair.debian();
    Assumptions.assumeTrue(
        programs.isPresent(), "SKIPPED: no PostgreSQL with pg_basebackup in /usr/lib/postgresql");
    directory = Files.createTempDirectory("godwit-replica-backup");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    pair = PostgresPair.start(directory.resolve("pair"), programs.get());
    DatabaseSettings database =
        pair.primary().withReplica(Optional.of(pair.one(Side.SECOND).url()));
    server =
        OneServer.over(MailServer.start(OneServer.settings(directory.resolve("node"), database)));
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.server().close();
    }
    if (pair != null) {
      pair.close();
    }
    OneServer.remove(directory);
  }

  private boolean isUsed() {
    return server.server().service(Database.class).nearby().orElseThrow().usable();
  }

  private BackupEntry backup() throws Exception {
    return server.server().service(Backups.class).now().get(3, TimeUnit.MINUTES).orElseThrow();
  }

  @Test
  void itIsReadFromTheReplicaWhileThatIsFitAndElseFromThePrimary() throws Exception {
    server.address("alice");
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
    BackupEntry near = backup();
    assertThat(near.outcome()).as(near.words()).isEqualTo(Outcome.PROVED);
    assertThat(near.source()).isEqualTo("replica");

    pair.pause(Side.SECOND);
    await().atMost(Duration.ofSeconds(60)).until(() -> !isUsed());
    BackupEntry far = backup();
    assertThat(far.outcome()).as(far.words()).isEqualTo(Outcome.PROVED);
    assertThat(far.source()).isEqualTo("primary");
    pair.resume(Side.SECOND);
  }
}
