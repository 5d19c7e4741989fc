package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gives up message numbers hears UIDs only (RFC 9586), and reads in parts (RFC 9394 §3.4). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class UidOnlyTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private ImapFixture imap;
  private Wire desk;
  private Wire phone;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    desk = imap.login("alice");
    phone = imap.login("alice");
    for (int i = 0; i < 5; i++) {
      desk.append("INBOX", MESSAGE);
    }
    desk.ok("SELECT INBOX");
    desk.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    desk.ok("EXPUNGE"); // 2 to 5 are left, so that numbers are no UIDs
    phone.ok("ENABLE UIDONLY");
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
    phone.close();
    imap.close();
  }

  @Test
  void messagesAreToldByTheirUids() throws IOException {
    assertThat(phone.ok("SELECT INBOX").text()).doesNotContain("[UNSEEN ");
    assertThat(phone.ok("UID FETCH 3:4 (RFC822.SIZE)").untagged())
        .containsExactly(
            "* 3 UIDFETCH (UID 3 RFC822.SIZE " + MESSAGE.length() + ")",
            "* 4 UIDFETCH (UID 4 RFC822.SIZE " + MESSAGE.length() + ")");
    assertThat(phone.ok("UID STORE 3 +FLAGS (\\Flagged)").untagged())
        .containsExactly("* 3 UIDFETCH (FLAGS (\\Flagged))");
    desk.ok("UID STORE 4 +FLAGS ($Work)");
    assertThat(phone.ok("NOOP").untagged()).contains("* 4 UIDFETCH (FLAGS ($Work))");
    desk.ok("UID STORE 2,4 +FLAGS.SILENT (\\Deleted)");
    desk.ok("EXPUNGE");
    desk.append("INBOX", MESSAGE);
    assertThat(phone.ok("NOOP").untagged()).contains("* VANISHED 2,4", "* 3 EXISTS");
    assertThat(phone.ok("UID SEARCH UID 3:*").untagged()).containsExactly("* SEARCH 3 5 6");
    phone.ok("UID COPY 3 Sent");
    assertThat(phone.ok("UID MOVE 5 Sent").untagged()).contains("* VANISHED 5");
    phone.ok("ENABLE CONDSTORE");
    assertThat(phone.ok("UID STORE 3 +FLAGS.SILENT (\\Seen)").untagged())
        .singleElement()
        .asString()
        .matches("\\* 3 UIDFETCH \\(MODSEQ \\(\\d+\\)\\)");
  }

  @Test
  void aCommandWithNumbersIsRefused() throws IOException {
    phone.ok("SELECT INBOX");
    String message = " {" + MESSAGE.length() + "+}\r\n" + MESSAGE;
    for (String command :
        List.of(
            "FETCH 1 FLAGS",
            "STORE 1 +FLAGS (\\Seen)",
            "COPY 1 Sent",
            "MOVE 1 Sent",
            "SEARCH ALL",
            "SORT (DATE) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL",
            "UID SEARCH 1:2",
            "UID SEARCH OR SEEN (NOT 1)",
            "REPLACE 1 INBOX" + message)) {
      assertThat(phone.bad(command).last()).as(command).contains("BAD [UIDREQUIRED] ");
    }
    phone.ok("UID SEARCH RETURN (SAVE) ALL");
    phone.ok("UID SEARCH $");
    phone.ok("UID REPLACE 2 INBOX" + message);
    assertThat(phone.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 4");
    desk.ok("FETCH 1 FLAGS");
  }

  @Test
  void aPartOfAFetchIsCountedFromEitherEnd() throws IOException {
    desk.ok("NOOP");
    assertThat(desk.ok("UID FETCH 1:* (UID) (PARTIAL -1:-2)").untagged())
        .containsExactly("* 3 FETCH (UID 4)", "* 4 FETCH (UID 5)");
    assertThat(desk.ok("UID FETCH 1:* (UID) (PARTIAL 2:2)").untagged())
        .containsExactly("* 2 FETCH (UID 3)");
    assertThat(desk.ok("UID FETCH 1:* (UID) (PARTIAL 5:9)").untagged()).isEmpty();
    desk.bad("FETCH 1:* (UID) (PARTIAL 1:2)");
    desk.bad("UID FETCH 1:* (UID) (PARTIAL 1:*)");
  }
}
