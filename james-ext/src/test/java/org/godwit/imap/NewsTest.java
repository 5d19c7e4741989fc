package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one client does, the other is told: all of it, once, and in an order it can follow. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class NewsTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private ImapFixture imap;
  private Wire desk;
  private Wire phone;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    desk = imap.login("alice");
    phone = imap.login("alice");
    for (int i = 0; i < 3; i++) {
      desk.append("INBOX", MESSAGE);
    }
    desk.ok("SELECT INBOX");
    phone.ok("SELECT INBOX");
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
    phone.close();
    imap.close();
  }

  @Test
  void asManyAsBeforeIsNotTheSame() throws IOException {
    assertThat(desk.ok("MOVE 1 INBOX").untagged()).containsSubsequence("* 1 EXPUNGE", "* 3 EXISTS");
    assertThat(phone.ok("NOOP").untagged()).startsWith("* 1 EXPUNGE", "* 3 EXISTS");
    assertThat(phone.ok("FETCH 3 UID").untagged()).containsExactly("* 3 FETCH (UID 4)");
  }

  @Test
  void aMessageThatCameAndWentIsNotTold() throws IOException {
    desk.append("INBOX", MESSAGE);
    desk.ok("STORE 4 +FLAGS.SILENT (\\Deleted)");
    desk.ok("EXPUNGE");
    assertThat(phone.ok("NOOP").untagged()).isEmpty();
    desk.append("INBOX", MESSAGE);
    assertThat(phone.ok("NOOP").untagged()).startsWith("* 4 EXISTS");
    assertThat(phone.ok("FETCH 4 UID").untagged()).containsExactly("* 4 FETCH (UID 5)");
  }

  @Test
  void aMessageHasNoNumberBeforeItIsTold() throws IOException {
    desk.append("INBOX", MESSAGE);
    phone.bad("FETCH 4 UID");
    assertThat(phone.ok("FETCH 1:* UID").untagged()).contains("* 4 EXISTS").doesNotContain("UID 4");
    assertThat(phone.ok("FETCH 4 UID").untagged()).containsExactly("* 4 FETCH (UID 4)");
  }

  @Test
  void aKeywordIsToldBeforeAMessageHasIt() throws IOException {
    assertThat(desk.ok("STORE 1 +FLAGS ($New)").untagged())
        .satisfies(told -> assertThat(told.getFirst()).startsWith("* FLAGS").contains("$New"))
        .last()
        .isEqualTo("* 1 FETCH (FLAGS (\\Recent $New))");
    assertThat(phone.ok("NOOP").untagged())
        .satisfies(told -> assertThat(told.getFirst()).startsWith("* FLAGS").contains("$New"))
        .last()
        .asString()
        .contains("* 1 FETCH");
    desk.ok("APPEND INBOX ($Other) {1+}\r\nx");
    assertThat(phone.ok("NOOP").text()).containsPattern("FLAGS [^\n]*\\$Other");
  }

  @Test
  void manyWhoWatchAreToldEveryChangeOnce() throws Exception {
    phone.send("i IDLE\r\n");
    phone.line();
    try (ExecutorService others = Executors.newFixedThreadPool(4)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        work.add(others.submit(this::comeAndGo));
      }
      for (Future<?> one : work) {
        one.get();
      }
    }
    phone.send("DONE\r\n");
    List<String> told = new ArrayList<>(phone.until("i").untagged());
    told.addAll(phone.ok("NOOP").untagged());
    long exists = 3;
    for (String line : told) {
      if (line.endsWith("EXPUNGE")) {
        assertThat(number(line)).isBetween(1L, exists);
        exists--;
      } else if (line.endsWith("EXISTS")) {
        assertThat(number(line)).isGreaterThan(exists);
        exists = number(line);
      }
    }
    String uids = phone.ok("FETCH 1:* UID").text().replaceAll("t\\d+ OK.*", "");
    try (Wire fresh = imap.login("alice")) {
      assertThat(fresh.ok("SELECT INBOX").untagged()).contains("* " + exists + " EXISTS");
      assertThat(fresh.ok("FETCH 1:* UID").text().replaceAll("t\\d+ OK.*", "")).isEqualTo(uids);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(2, line.indexOf(' ', 2)));
  }

  private Void comeAndGo() throws IOException {
    try (Wire other = imap.login("alice")) {
      other.ok("SELECT INBOX");
      for (int i = 0; i < 10; i++) {
        long uid = other.append("INBOX", MESSAGE).code("APPENDUID \\d+");
        other.ok("UID STORE " + uid + " +FLAGS ($k" + i + ")");
        if (i % 3 != 0) {
          other.ok("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
          other.ok("UID EXPUNGE " + uid);
        }
      }
    }
    return null;
  }

  @Test
  void namesThatAreNoUtf7AreRefused() throws IOException {
    for (String name : List.of("\"&AOQ\"", "\"&\u00e4-\"", "\"&garbage!&-\"")) {
      desk.send("n SELECT " + name + "\r\n");
      assertThat(desk.until("n").last()).matches("n (NO|BAD) .*");
      desk.send("l LIST \"\" " + name + "\r\n");
      assertThat(desk.until("l").last()).matches("l (OK|BAD) .*");
    }
    desk.ok("NOOP");
  }

  @Test
  void aSearchMayBeNestedWithoutAnEnd() throws IOException {
    String deep = "SEARCH " + "(".repeat(30_000) + "ALL" + ")".repeat(30_000);
    desk.send("s " + deep + "\r\n");
    assertThat(desk.until("s").last()).startsWith("s BAD");
  }
}
