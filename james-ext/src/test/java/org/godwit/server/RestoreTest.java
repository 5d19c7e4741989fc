package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Domain;
import org.awaitility.Awaitility;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.BackupFile;
import org.godwit.store.backup.BackupProblem;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.backup.Manifest;
import org.godwit.store.backup.Outcome;
import org.godwit.store.queue.QueueAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server is lost, and another is made from its backup. */
class RestoreTest {
  private static final int LARGE = 3_000_000;

  /** Nobody listens there, so mail that is to leave waits. */
  private static final ServerSettings.Outbound NOWHERE =
      ServerSettings.defaults("mail.example.test", "example.test", Path.of("none"))
          .outbound()
          .through(
              new ServerSettings.SmartHost(
                  "127.0.0.1",
                  1,
                  false,
                  false,
                  ServerSettings.SmartHost.Verify.NEVER,
                  Optional.empty()));

  private Path folder;
  private OneServer one;

  @BeforeEach
  void start() throws IOException, StartProblem {
    folder = Files.createTempDirectory("godwit-restore");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    one = OneServer.over(MailServer.start(settings("first")));
  }

  @AfterEach
  void stop() {
    one.server().close();
    OneServer.remove(folder);
  }

  private ServerSettings settings(String directory) {
    return ServerSettings.defaults("mail.example.test", "example.test", folder.resolve(directory))
        .with(ServerSettings.Listen.anyPort())
        .with(NOWHERE)
        .with(
            new BackupSettings(
                folder.resolve("backups"),
                Optional.empty(),
                7,
                Optional.empty(),
                Duration.ofDays(2)));
  }

  private BackupEntry backup() throws Exception {
    return one.server().service(Backups.class).now().get(5, TimeUnit.MINUTES).orElseThrow();
  }

  private static Manifest restore(ServerSettings to, Path file) throws StartProblem, BackupProblem {
    return new Restore(to, new BackupFile(file, Optional.empty())).run();
  }

  /** Everything that a mail program sees, byte for byte. */
  private static List<byte[]> all(ImapTalk talk) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String mailbox : List.of("INBOX", "Ablage")) {
      ImapTalk.Reply opened = talk.ok("EXAMINE " + mailbox);
      all.add(bytes("uidvalidity " + opened.code("UIDVALIDITY")));
      ImapTalk.Reply fetched = talk.ok("UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])");
      all.addAll(fetched.literals());
      fetched.untagged().forEach(line -> all.add(bytes(line)));
    }
    talk.ok("LIST \"\" *").untagged().forEach(line -> all.add(bytes(line)));
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void fill() throws Exception {
    one.deliver("alice", "Subject: first\r\n\r\nHello\r\n");
    one.deliver("alice", "Subject: second\r\n\r\nHello again\r\n");
    try (ImapTalk alice = one.imap("alice")) {
      alice.ok("CREATE Ablage");
      byte[] large = new byte[LARGE];
      new Random(1).nextBytes(large);
      byte[] head = bytes("Subject: large\r\n\r\n");
      System.arraycopy(head, 0, large, 0, head.length);
      for (int i = head.length; i < large.length; i++) {
        large[i] = (byte) ((large[i] & 0x7f) | 0x20); // no line ends, and nothing that is none
      }
      alice.append("Ablage (\\Flagged $work) \"01-Feb-2020 10:00:00 +0000\"", large);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> alice.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains("MESSAGES 2)"));
      alice.ok("SELECT INBOX");
      alice.ok("UID STORE 1 +FLAGS (\\Seen)");
    }
  }

  @Test
  void mailFiltersKeysAndWhatWaitsComeBackByteForByte() throws Exception {
    fill();
    String plain = "\0" + one.address("alice") + "\0" + OneServer.PASSWORD;
    String login = Base64.getEncoder().encodeToString(bytes(plain));
    submit(login);
    try (LineTalk sieve = sieve(one, login)) {
      sieve.say("PUTSCRIPT \"mine\" {6+}").say("keep; ").expect("OK");
    }
    List<DkimKeys.Kept> keys = keys(one);
    List<byte[]> before;
    try (ImapTalk alice = one.imap("alice")) {
      before = all(alice);
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting(one) == 1);
    BackupEntry entry = backup();
    assertThat(entry.outcome()).as(entry.words()).isEqualTo(Outcome.PROVED);
    one.server().close();

    Manifest restored = restore(settings("second"), entry.file().orElseThrow());
    assertThat(restored.rows()).isEqualTo(entry.rows());
    OneServer again = one.at(MailServer.start(settings("second")));
    try (ImapTalk alice = again.imap("alice")) {
      List<byte[]> after = all(alice);
      assertThat(after).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
      try (LineTalk sieve = sieve(again, login)) {
        sieve.say("GETSCRIPT \"mine\"");
        assertThat(until(sieve, "OK")).contains("keep; ");
      }
      assertThat(keys(again))
          .isNotEmpty()
          .extracting(kept -> kept.key().selector())
          .isEqualTo(keys.stream().map(kept -> kept.key().selector()).toList());
      assertThat(waiting(again)).isEqualTo(1);
    } finally {
      again.server().close();
    }
  }

  /** 3501 §2.3.1.1: a UID that may have been seen for one message is never given to another. */
  @Test
  void whatCameAfterTheBackupLeavesNoTraceInWhatComesNext() throws Exception {
    fill();
    BackupEntry entry = backup();
    one.deliver("alice", "Subject: lost\r\n\r\nThis came after the backup\r\n");
    long lostUid;
    long lostModseq;
    try (ImapTalk alice = one.imap("alice")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> alice.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains("MESSAGES 3)"));
      alice.ok("ENABLE QRESYNC");
      ImapTalk.Reply opened = alice.ok("SELECT INBOX");
      lostUid = opened.code("UIDNEXT") - 1;
      lostModseq = opened.code("HIGHESTMODSEQ");
    }
    one.server().close();

    restore(settings("second"), entry.file().orElseThrow());
    OneServer again = one.at(MailServer.start(settings("second")));
    try (ImapTalk alice = again.imap("alice")) {
      alice.ok("ENABLE QRESYNC");
      ImapTalk.Reply opened = alice.ok("SELECT INBOX");
      assertThat(opened.code("UIDNEXT")).isGreaterThan(lostUid + 1);
      assertThat(opened.code("HIGHESTMODSEQ")).isGreaterThan(lostModseq);
      assertThat(
              alice
                  .ok("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + lostModseq + " VANISHED)")
                  .untagged())
          .as("all flags are told, and what is lost has vanished")
          .anyMatch(line -> line.startsWith("* VANISHED (EARLIER)") && line.contains("3"))
          .anyMatch(line -> line.contains("UID 1 "))
          .anyMatch(line -> line.contains("UID 2 "));
    } finally {
      again.server().close();
    }
  }

  @Test
  void whereThereIsMailNothingIsRestored() throws Exception {
    BackupEntry entry = backup();
    Path file = entry.file().orElseThrow();
    assertThatThrownBy(() -> restore(settings("first"), file))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("another Godwit runs on the data directory");
    one.server().close();
    assertThatThrownBy(() -> restore(settings("first"), file))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("has a database already");
  }

  @Test
  void aDamagedBackupLeavesTheDirectoryEmpty() throws Exception {
    BackupEntry entry = backup();
    Path file = entry.file().orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    ServerSettings second = settings("second");
    assertThatThrownBy(() -> restore(second, file)).isInstanceOf(BackupProblem.class);
    assertThat(second.dataDirectory().resolve("postgres")).doesNotExist();
    assertThat(second.dataDirectory().resolve("postgres.restoring")).doesNotExist();
  }

  private static List<DkimKeys.Kept> keys(OneServer server) {
    return server.server().service(DkimKeys.class).of(Domain.of("example.test"));
  }

  private void submit(String login) throws IOException {
    try (LineTalk smtp = one.talk(Service.SUBMISSION)) {
      smtp.expect("220");
      smtp.say("EHLO client.example.org").expectAll("250");
      smtp.say("AUTH PLAIN " + login).expect("235");
      smtp.say("MAIL FROM:<" + one.address("alice") + ">").expect("250");
      smtp.say("RCPT TO:<far@elsewhere.example>").expect("250");
      smtp.data(bytes("Subject: out\r\n\r\nOn its way\r\n")).expect("250");
    }
  }

  private static long waiting(OneServer server) {
    return server.server().service(QueueAdmin.class).queues().stream()
        .filter(queue -> queue.name().equals("outgoing"))
        .mapToLong(QueueAdmin.Queue::mails)
        .sum();
  }

  private static LineTalk sieve(OneServer server, String login) throws IOException {
    LineTalk sieve = server.talk(Service.MANAGESIEVE);
    until(sieve, "OK");
    sieve.say("AUTHENTICATE \"PLAIN\" \"" + login + "\"").expect("OK");
    return sieve;
  }

  private static List<String> until(LineTalk talk, String start) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      lines.add(talk.line());
    } while (!lines.getLast().startsWith(start));
    return lines;
  }
}
