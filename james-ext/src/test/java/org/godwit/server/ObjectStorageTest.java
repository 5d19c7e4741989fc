package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.objects.Doorway;
import org.godwit.store.objects.ObjectServer;
import org.godwit.store.objects.ObjectSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose large messages lie on a real S3 server, seen from outside. */
class ObjectStorageTest {

  private static final long FROM = 4 * 1024;

  @TempDir Path directory;

  private Doorway way;
  private DatabaseSettings database;
  private OneServer one;

  @BeforeEach
  void start() throws Exception {
    way = new Doorway(ObjectServer.settings().endpoint().orElseThrow());
    database = OneServer.database("godwit_objects");
    one = start(Optional.of(ObjectServer.with(true, way.address(), FROM)));
  }

  private OneServer start(Optional<ObjectSettings> objects) throws StartProblem {
    return OneServer.over(
        MailServer.start(
            OneServer.settings(directory, database)
                .with(
                    new ServerSettings.Store(
                        Optional.of(database), Optional.empty(), 10, objects))));
  }

  @AfterEach
  void stop() throws IOException {
    one.server().close();
    way.close();
  }

  @Test
  void aLargeMessageIsDeliveredByItAndReadByteForByte() throws Exception {
    String message = message(1, 200_000);
    int before = ObjectServer.names().size();
    one.deliver("alice", message);

    try (ImapTalk alice = one.imap("alice")) {
      assertThat(fetched(alice)).endsWith(message);
    }
    assertThat(ObjectServer.names()).hasSize(before + 1);
  }

  @Test
  void whileItIsAwayMailIsRefusedForNowAndNothingIsLost() throws Exception {
    String large = message(2, 100_000);
    one.deliver("alice", large);
    try (ImapTalk alice = one.imap("alice")) {
      assertThat(fetched(alice)).endsWith(large);
      String unread = message(6, 100_000);
      alice.ok("APPEND INBOX {" + unread.length() + "+}\r\n" + unread);
      way.shut();

      assertThat(submitted("alice", message(3, 100_000))).startsWith("451 4.");
      String append = "APPEND INBOX {" + large.length() + "+}\r\n" + large;
      assertThat(alice.no(append).lines().getLast()).contains("[UNAVAILABLE]");
      assertThat(alice.no("FETCH 2 BODY[]").lines().getLast()).contains("[UNAVAILABLE]");
      assertThat(alice.ok("FETCH 1 (FLAGS ENVELOPE)").lines().getFirst()).contains("number 2");
      assertThat(submitted("alice", "Subject: short\r\n\r\nshort\r\n")).startsWith("250");

      way.open();
      assertThat(fetched(alice)).endsWith(large);
      alice.ok(append);
      assertThat(submitted("alice", message(3, 100_000))).startsWith("250");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(alice.ok("STATUS INBOX (MESSAGES)").lines().getFirst())
                      .contains("MESSAGES 5"));
    }
  }

  @Test
  void switchedOffWhatLiesThereIsStillReadAndNewMailIsInTheDatabase() throws Exception {
    String there = message(4, 50_000);
    one.deliver("alice", there);
    try (ImapTalk alice = one.imap("alice")) {
      assertThat(fetched(alice)).endsWith(there);
    }
    String address = one.address("alice");
    one.server().close();
    int before = ObjectServer.names().size();
    one = start(Optional.of(ObjectServer.with(false, way.address(), FROM)));

    try (ImapTalk alice = new ImapTalk(one.talk(Service.IMAP))) {
      alice.ok("LOGIN " + address + " \"" + OneServer.PASSWORD + "\"");
      assertThat(fetched(alice)).endsWith(there);
      String here = message(5, 50_000);
      alice.ok("APPEND INBOX {" + here.length() + "+}\r\n" + here);
    }
    assertThat(ObjectServer.names()).hasSize(before);
  }

  /** What the first message is, when there is one. */
  private static String fetched(ImapTalk client) throws IOException {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !client.ok("SELECT INBOX").untagged().contains("* 0 EXISTS"));
    byte[] bytes = client.ok("FETCH 1 BODY.PEEK[]").literals().getFirst();
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private String submitted(String to, String message) throws IOException {
    try (LineTalk smtp = one.talk(Service.SMTP)) {
      smtp.patience(Duration.ofMinutes(2));
      smtp.expect("220");
      smtp.say("EHLO client.example.org").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org>").expect("250");
      smtp.say("RCPT TO:<" + one.address(to) + ">").expect("250");
      return smtp.data(message.getBytes(StandardCharsets.US_ASCII)).line();
    }
  }

  /** A message that does not shrink much. */
  private static String message(int number, int size) {
    byte[] bytes = new byte[size * 3 / 4];
    new Random(number).nextBytes(bytes);
    return "Subject: number %d\r\n\r\n%s\r\n"
        .formatted(number, Base64.getMimeEncoder().encodeToString(bytes));
  }
}
