package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.ForgetfulDatabase;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** IMAP before our own store: what only a real log and real counters can do. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class StoreImapTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private Database database;
  private ImapFixture imap;
  private Wire alice;

  @BeforeEach
  void start(Database godwits) throws Exception {
    database = godwits;
    imap = new ImapFixture(database);
    alice = imap.login("alice");
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    imap.close();
  }

  private void limit(long messages) {
    database.run(
        "limiting alice",
        on ->
            on.createStatement()
                .executeUpdate(
                    "INSERT INTO quota_limit (name, messages) VALUES ('alice', " + messages + ")"));
  }

  private void deliver(int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      alice.append("INBOX", MESSAGE);
    }
  }

  @Test
  void lookingNeverMovesTheModseqAndExpungingDoes() throws IOException {
    deliver(3);
    alice.ok("ENABLE QRESYNC");
    long before = alice.ok("SELECT INBOX").code("HIGHESTMODSEQ");
    alice.ok("FETCH 1:* (FLAGS BODY.PEEK[])");
    alice.ok("STATUS INBOX (MESSAGES RECENT UNSEEN HIGHESTMODSEQ)");
    alice.ok("SEARCH ALL");
    alice.ok("UNSELECT");
    assertThat(alice.ok("SELECT INBOX").code("HIGHESTMODSEQ")).isEqualTo(before);
    alice.ok("STORE 2 +FLAGS.SILENT (\\Deleted)");
    long flagged = alice.ok("NOOP").lines().isEmpty() ? 0 : before;
    long after = alice.ok("EXPUNGE").code("HIGHESTMODSEQ");
    assertThat(after).isGreaterThan(flagged + 1);
    assertThat(alice.ok("SELECT INBOX").code("HIGHESTMODSEQ")).isEqualTo(after);
  }

  @Test
  void qresyncTellsOnlyWhatWentSinceThen() throws IOException {
    deliver(6);
    alice.ok("ENABLE QRESYNC");
    alice.ok("SELECT INBOX");
    alice.ok("UID STORE 2 +FLAGS (\\Deleted)");
    alice.ok("EXPUNGE");
    Wire.Reply open = alice.ok("SELECT INBOX");
    long validity = open.code("UIDVALIDITY");
    long known = open.code("HIGHESTMODSEQ");
    alice.ok("UID STORE 6 +FLAGS (\\Deleted)"); // the last one, above all that stay
    alice.ok("EXPUNGE");
    alice.ok("UID MOVE 4 Trash");
    alice.ok("UID STORE 3 +FLAGS (\\Flagged)");
    alice.ok("UNSELECT");
    assertThat(alice.ok("SELECT INBOX (QRESYNC (" + validity + " " + known + "))").untagged())
        .contains("* VANISHED (EARLIER) 4,6")
        .filteredOn(line -> line.contains("FETCH"))
        .singleElement()
        .asString()
        .contains("UID 3", "\\Flagged");
    assertThat(alice.ok("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + known + " VANISHED)").untagged())
        .hasSize(2);
    assertThat(alice.ok("SELECT INBOX (QRESYNC (" + validity + " " + known + " 1:5))").untagged())
        .contains("* VANISHED (EARLIER) 4");
  }

  @Test
  void whatChangedIsNotStoredAndTheRestIs() throws IOException {
    deliver(4);
    long known = alice.ok("SELECT INBOX (CONDSTORE)").code("HIGHESTMODSEQ");
    alice.ok("STORE 2,4 +FLAGS.SILENT (\\Flagged)");
    Wire.Reply stored = alice.ok("STORE 1:4 (UNCHANGEDSINCE " + known + ") +FLAGS (\\Seen)");
    assertThat(stored.last()).contains("OK [MODIFIED 2,4]");
    assertThat(stored.untagged())
        .hasSize(2)
        .allMatch(line -> line.matches("\\* [13] FETCH .*MODSEQ .*"))
        .allMatch(line -> line.contains("\\Seen"));
    assertThat(alice.ok("FETCH 2,4 FLAGS").text()).doesNotContain("\\Seen");
    assertThat(alice.ok("STATUS INBOX (UNSEEN)").text()).contains("UNSEEN 2");
  }

  @Test
  void ofManyWhoStoreUnderOneConditionOneWins() throws Exception {
    deliver(1);
    long known = alice.ok("SELECT INBOX (CONDSTORE)").code("HIGHESTMODSEQ");
    List<Future<Boolean>> tries = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(4);
    try (ExecutorService others = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        String keyword = "key" + i;
        tries.add(
            others.submit(
                () -> {
                  try (Wire other = imap.login("alice")) {
                    other.ok("SELECT INBOX");
                    together.await();
                    return !other
                        .ok("STORE 1 (UNCHANGEDSINCE " + known + ") +FLAGS (" + keyword + ")")
                        .last()
                        .contains("MODIFIED");
                  }
                }));
      }
      int winners = 0;
      for (Future<Boolean> one : tries) {
        winners += one.get() ? 1 : 0;
      }
      assertThat(winners).isOne();
    }
    alice.ok("NOOP"); // tells of the keyword first
    assertThat(alice.ok("FETCH 1 FLAGS").text()).containsOnlyOnce("key");
  }

  @Test
  void aSetOfSeveralRangesIsCopiedWholeOrNotAtAll() throws IOException {
    deliver(5);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("COPY 1,3,5 Sent").last()).contains(" 1,3,5 1:3]");
    assertThat(alice.ok("MOVE 1:2,5 Trash").text()).containsOnlyOnce("COPYUID");
    limit(9); // there are 8
    alice.ok("SELECT Sent");
    assertThat(alice.no("COPY 1,3 Archive").last()).contains("[OVERQUOTA]");
    assertThat(alice.ok("STATUS Archive (MESSAGES)").text()).contains("MESSAGES 0");
  }

  @Test
  void aSelectIsTwoStatements() throws Exception {
    deliver(2);
    CountedDatabase counted = new CountedDatabase();
    try (ImapFixture other = new ImapFixture(counted.database());
        Wire client = other.login("alice")) {
      client.ok("SELECT INBOX");
      counted.clear();
      assertThat(client.ok("SELECT INBOX").text()).contains("* 2 EXISTS", "[UIDNEXT 3]");
      assertThat(counted.statements()).hasSize(2);
      counted.clear();
      client.ok("EXAMINE INBOX");
      assertThat(counted.statements()).hasSize(2);
    } finally {
      counted.close();
    }
  }

  @Test
  void aStatusIsOneStatementUnlessMessagesMustBeRead() throws Exception {
    deliver(2);
    CountedDatabase counted = new CountedDatabase();
    try (ImapFixture other = new ImapFixture(counted.database());
        Wire client = other.login("alice")) {
      String status = "STATUS INBOX (MESSAGES RECENT UNSEEN SIZE DELETED DELETED-STORAGE)";
      client.ok("SELECT INBOX");
      client.ok("UNSELECT");
      client.ok("STATUS INBOX (MESSAGES)");
      counted.clear();
      assertThat(client.ok(status).text())
          .contains("MESSAGES 2", "RECENT 0", "UNSEEN 2", "DELETED 0", "DELETED-STORAGE 0");
      assertThat(counted.statements()).hasSize(1);
      client.ok("SELECT INBOX");
      client.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
      client.ok("UNSELECT");
      counted.clear();
      assertThat(client.ok(status).text())
          .contains("MESSAGES 2", "DELETED 1")
          .doesNotContain("DELETED-STORAGE 0");
      assertThat(counted.statements()).hasSize(2);
    }
  }

  @Test
  void anAppendWhoseAnswerFromTheDatabaseIsLostIsDoneOnce() throws Exception {
    Predicate<String> adding = text -> text.contains("INSERT INTO mailbox_message");
    try (ForgetfulDatabase lost = new ForgetfulDatabase(text -> {}, adding);
        ImapFixture other = new ImapFixture(lost.database());
        Wire client = other.login("alice")) {
      assertThat(client.ok("APPEND INBOX {15+}\r\nSubject: a\r\n\r\nb").text())
          .contains("[APPENDUID ");
      assertThat(client.ok("SELECT INBOX").text()).contains("* 1 EXISTS");
    }
  }

  @Test
  void listTellsTheStatusOfAllMailboxesByOneStatement() throws Exception {
    deliver(2);
    CountedDatabase counted = new CountedDatabase();
    try (ImapFixture other = new ImapFixture(counted.database());
        Wire phone = other.login("alice")) {
      String list = "LIST \"\" * RETURN (STATUS (MESSAGES UIDNEXT RECENT SIZE DELETED) MYRIGHTS)";
      phone.ok("LIST \"\" *");
      counted.clear();
      assertThat(phone.ok(list).text())
          .contains("* STATUS \"INBOX\" (MESSAGES 2", "* MYRIGHTS \"INBOX\" \"aeiklprstwx\"");
      int before = counted.statements().size();
      for (int i = 0; i < 5; i++) {
        phone.ok("CREATE folder" + i);
      }
      counted.clear();
      assertThat(phone.ok(list).untagged()).hasSizeGreaterThan(3 * 5);
      assertThat(counted.statements()).hasSize(before).hasSizeLessThanOrEqualTo(4);
    } finally {
      counted.close();
    }
  }

  @Test
  void whatComesIsRecentForTheFirstSessionThatHearsOfIt() throws IOException {
    alice.ok("SELECT INBOX");
    try (Wire phone = imap.login("alice");
        Wire looking = imap.login("alice");
        Wire other = imap.login("alice")) {
      phone.ok("SELECT INBOX");
      looking.ok("EXAMINE INBOX");
      other.append("INBOX", MESSAGE);
      assertThat(looking.ok("NOOP").untagged()).contains("* 1 EXISTS", "* 0 RECENT");
      assertThat(alice.ok("NOOP").untagged()).contains("* 1 EXISTS", "* 1 RECENT");
      assertThat(phone.ok("NOOP").untagged()).contains("* 1 EXISTS", "* 0 RECENT");
      assertThat(alice.ok("FETCH 1 FLAGS").text()).contains("\\Recent");
      assertThat(phone.ok("FETCH 1 FLAGS").text()).doesNotContain("\\Recent");
    }
  }

  @Test
  void aMailboxInWhichNothingHappenedHasAModseq() throws IOException {
    assertThat(alice.ok("SELECT INBOX").code("HIGHESTMODSEQ")).isEqualTo(1);
    assertThat(alice.ok("STATUS Sent (HIGHESTMODSEQ)").text()).contains("HIGHESTMODSEQ 1)");
    deliver(1);
    assertThat(alice.ok("SELECT INBOX").code("HIGHESTMODSEQ")).isGreaterThan(1);
  }

  @Test
  void sizesAndDeletedAreCounted() throws IOException {
    deliver(2);
    alice.ok("SELECT INBOX");
    alice.ok("STORE 1 +FLAGS (\\Deleted)");
    int size = MESSAGE.length();
    assertThat(alice.ok("STATUS INBOX (SIZE DELETED DELETED-STORAGE)").text())
        .contains("SIZE " + 2 * size, "DELETED 1", "DELETED-STORAGE " + size);
  }

  @Test
  void aSpecialUseIsKept() throws IOException {
    alice.ok("CREATE Gesendet (USE (\\Sent))");
    assertThat(alice.ok("LIST (SPECIAL-USE) \"\" G*").text())
        .contains("\\Sent) \"/\" \"Gesendet\"");
  }

  @Test
  void aLargeMessageComesBackByteForByte() throws IOException {
    String message = "Subject: big\r\n\r\n" + "0123456789abcdef".repeat(300_000);
    alice.append("INBOX", message);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1 BODY[]").text()).contains(message);
  }
}
