package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.godwit.cluster.drill.PostgresPair;
import org.godwit.cluster.drill.PostgresPair.Side;
import org.godwit.store.Copies;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that is near answers reads of what it has, and nobody sees that it is one. */
class ReplicaReadsTest {
  private PostgresPair pair;
  private OneServer server;
  private Path directory;

  @BeforeEach
  void start() throws IOException, StartProblem {
    Optional<Path> programs = PostgresPair.debian();
    Assumptions.assumeTrue(
        programs.isPresent(), "SKIPPED: no PostgreSQL with pg_basebackup in /usr/lib/postgresql");
    directory = Files.createTempDirectory("godwit-replica");
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

  private Database database() {
    return server.server().service(Database.class);
  }

  private boolean isUsed() {
    return database().nearby().orElseThrow().usable();
  }

  private static void append(ImapTalk talk, String subject) throws IOException {
    talk.append(
        "INBOX", ("Subject: " + subject + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void readsOfWhatItHasCostNoRoundTripToThePrimary() throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
    try (ImapTalk alice = server.imap("alice")) {
      append(alice, "one");
      List<String> reads =
          List.of(
              "SELECT INBOX",
              "UID FETCH 1:* (FLAGS ENVELOPE BODY.PEEK[])",
              "STATUS INBOX (MESSAGES UNSEEN)",
              "LIST \"\" *");
      await() // until the replica has what was written, and sessions know
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (String read : reads) {
                  long before = database().primaryUses();
                  alice.ok(read);
                  assertThat(database().primaryUses() - before).as(read).isZero();
                }
              });
    }
  }

  @Test
  void everybodyReadsWhatTheyHaveJustWritten() throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
    try (ImapTalk desk = server.imap("alice");
        ImapTalk phone = server.imap("alice")) {
      for (int i = 1; i <= 50; i++) {
        append(desk, "message " + i);
        String messages = "MESSAGES " + i;
        assertThat(phone.ok("STATUS INBOX (MESSAGES)").lines().get(0)).contains(messages + ")");
      }
    }
  }

  @Test
  void oneThatHangsIsLeftOutAndTakenAgain() throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
    try (ImapTalk alice = server.imap("alice")) {
      append(alice, "one");
      pair.pause(Side.SECOND);
      await().atMost(Duration.ofSeconds(60)).until(() -> !isUsed());
      append(alice, "two");
      assertThat(alice.ok("STATUS INBOX (MESSAGES)").lines().get(0)).contains("MESSAGES 2)");

      pair.resume(Side.SECOND);
      await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
      assertThat(alice.ok("STATUS INBOX (MESSAGES)").lines().get(0)).contains("MESSAGES 2)");
    }
  }

  /** It would show commits that are not acknowledged, and that a failover takes back. */
  @Test
  void oneForWhichCommitsDoNotWaitWhileTheyWaitForAnotherIsLeftOut() throws IOException {
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
    waitFor("another");
    await().atMost(Duration.ofSeconds(60)).until(() -> !isUsed());

    waitFor("replica");
    await().atMost(Duration.ofSeconds(60)).until(this::isUsed);
  }

  @Test
  void howFarItIsBehindIsToldInBytesAndSeconds() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(server.server().service(Copies.class).all())
                    .singleElement()
                    .satisfies(
                        copy -> {
                          assertThat(copy.name()).isEqualTo("replica");
                          assertThat(copy.state()).isEqualTo("streaming");
                          assertThat(copy.waitedFor()).isFalse();
                          assertThat(copy.lagBytes()).isPresent();
                          assertThat(copy.lagSeconds()).isPresent();
                        }));
  }

  private void waitFor(String standby) throws IOException {
    pair.execute(Side.FIRST, "ALTER SYSTEM SET synchronous_commit = local"); // nobody is there
    pair.execute(Side.FIRST, "ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
    pair.execute(Side.FIRST, "SELECT pg_reload_conf()");
  }
}
