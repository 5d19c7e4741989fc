package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One command works on so many messages, and says where it stopped (RFC 9738). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageLimitTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";
  private static final String LITERAL = " {" + MESSAGE.length() + "+}\r\n" + MESSAGE;

  private ImapFixture imap;
  private Wire desk;
  private Wire phone;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(ImapLimits.standard().withMessages(3), StoreComposition.on(database));
    desk = imap.login("alice");
    phone = imap.login("alice");
    for (int i = 0; i < 6; i++) {
      desk.append("INBOX", MESSAGE);
    }
    desk.ok("SELECT INBOX");
    desk.ok("UID STORE 1 +FLAGS.SILENT (\\Deleted)");
    desk.ok("EXPUNGE"); // 2 to 6 are left, so that numbers are no UIDs
    phone.ok("SELECT INBOX");
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
    phone.close();
    imap.close();
  }

  @Test
  void theLimitIsAnnounced() throws IOException {
    assertThat(desk.ok("CAPABILITY").text()).contains(" MESSAGELIMIT=3 ");
  }

  @Test
  void aFetchReadsTheHighest() throws IOException {
    Wire.Reply answer = desk.ok("FETCH 1:* (UID)");
    assertThat(answer.untagged())
        .containsExactly("* 3 FETCH (UID 4)", "* 4 FETCH (UID 5)", "* 5 FETCH (UID 6)");
    assertThat(answer.last()).contains("OK [MESSAGELIMIT 3 4] ");
    assertThat(desk.ok("UID FETCH 1:3 (UID)").last()).doesNotContain("MESSAGELIMIT");
    assertThat(desk.ok("UID FETCH 1:* (UID) (PARTIAL 1:2)").untagged())
        .containsExactly("* 1 FETCH (UID 2)", "* 2 FETCH (UID 3)");
  }

  @Test
  void aReadMessageBelowTheLimitStaysUnread() throws IOException {
    desk.ok("FETCH 1:* (BODY[])");
    assertThat(desk.ok("SEARCH UNSEEN").untagged()).containsExactly("* SEARCH 1 2");
  }

  @Test
  void aStoreChangesTheHighest() throws IOException {
    assertThat(desk.ok("STORE 1:* +FLAGS.SILENT (\\Flagged)").last())
        .contains("OK [MESSAGELIMIT 3 4] ");
    assertThat(phone.ok("UID SEARCH UNFLAGGED").untagged()).contains("* SEARCH 2 3");
  }

  @Test
  void aConditionalStoreSaysWhatHadChangedToo() throws IOException {
    long before = highest(phone.ok("STATUS INBOX (HIGHESTMODSEQ)").text());
    phone.ok("UID STORE 5 +FLAGS.SILENT (\\Seen)");
    Wire.Reply answer = desk.ok("UID STORE 1:* (UNCHANGEDSINCE " + before + ") +FLAGS ($Work)");
    assertThat(answer.text()).contains("* OK [MODIFIED 5] ");
    assertThat(answer.last()).contains("OK [MESSAGELIMIT 3 4] ");
  }

  private static long highest(String status) {
    return Long.parseLong(status.replaceAll("(?s).*HIGHESTMODSEQ (\\d+).*", "$1"));
  }

  @Test
  void aCopyIsAllOrNothing() throws IOException {
    assertThat(desk.no("COPY 1:* Sent").last()).contains("NO [MESSAGELIMIT 3] ");
    assertThat(desk.no("UID COPY 1:* Sent").last()).contains("NO [MESSAGELIMIT 3] ");
    assertThat(desk.ok("STATUS Sent (MESSAGES)").text()).contains("MESSAGES 0");
    desk.ok("COPY 1:3 Sent");
  }

  @Test
  void aMoveTakesTheHighest() throws IOException {
    Wire.Reply answer = desk.ok("MOVE 1:* Trash");
    assertThat(answer.text()).contains(" 4:6 1:3] ");
    assertThat(answer.last()).contains("OK [MESSAGELIMIT 3 4] ");
    assertThat(phone.ok("NOOP").untagged()).contains("* 3 EXPUNGE");
    assertThat(phone.ok("UID SEARCH ALL").untagged()).containsExactly("* SEARCH 2 3");
  }

  @Test
  void anExpungeOfASetTakesTheHighest() throws IOException {
    phone.ok("ENABLE QRESYNC");
    desk.ok("UID STORE 2:3 +FLAGS.SILENT (\\Deleted)");
    desk.ok("UID STORE 4:6 +FLAGS.SILENT (\\Deleted)");
    Wire.Reply answer = phone.ok("UID EXPUNGE 1:*");
    assertThat(answer.text()).contains("* VANISHED 4:6", "* OK [HIGHESTMODSEQ ");
    assertThat(answer.last()).contains("OK [MESSAGELIMIT 3 4] ");
  }

  @Test
  void anExpungeWithoutASetTakesAll() throws IOException {
    desk.ok("UID STORE 2:3 +FLAGS.SILENT (\\Deleted)");
    desk.ok("UID STORE 4:6 +FLAGS.SILENT (\\Deleted)");
    assertThat(desk.ok("EXPUNGE").last()).doesNotContain("MESSAGELIMIT");
    assertThat(desk.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 0");
  }

  @Test
  void aSearchNamesAndSavesTheHighest() throws IOException {
    Wire.Reply answer = desk.ok("UID SEARCH RETURN (ALL SAVE) ALL");
    assertThat(answer.text()).contains(" ALL 4:6");
    assertThat(answer.last()).contains("OK [MESSAGELIMIT 3 4] ");
    assertThat(desk.ok("UID SEARCH $").untagged()).containsExactly("* SEARCH 4 5 6");
    assertThat(desk.ok("SEARCH ALL").untagged()).containsExactly("* SEARCH 3 4 5");
  }

  @Test
  void aSearchThatNamesFewKnowsAll() throws IOException {
    Wire.Reply answer = desk.ok("UID SEARCH RETURN (MIN MAX COUNT) ALL");
    assertThat(answer.text()).contains(" MIN 2 MAX 6 COUNT 5");
    assertThat(answer.last()).doesNotContain("MESSAGELIMIT");
    assertThat(desk.ok("UID SEARCH RETURN (PARTIAL 1:2) ALL").text()).contains("(1:2 2:3)");
  }

  @Test
  void aClientGoesOnBelowAUid() throws IOException {
    assertThat(desk.ok("UID SEARCH UIDBEFORE 4").untagged()).containsExactly("* SEARCH 2 3");
    assertThat(desk.ok("UID SEARCH UIDAFTER 4").untagged()).containsExactly("* SEARCH 5 6");
    assertThat(desk.ok("SEARCH UIDAFTER 6").untagged()).containsExactly("* SEARCH");
    assertThat(desk.ok("SEARCH UIDBEFORE 1").untagged()).containsExactly("* SEARCH");
    desk.bad("UID SEARCH UIDAFTER 0");
    desk.bad("UID SEARCH UIDBEFORE 4294967296");
    desk.bad("UID SEARCH UIDAFTER *");
  }

  @Test
  void anOrderOfTooManyIsRefused() throws IOException {
    assertThat(desk.no("SORT (DATE) UTF-8 ALL").last()).contains("NO [MESSAGELIMIT 3] ");
    assertThat(desk.no("THREAD REFERENCES UTF-8 ALL").last()).contains("NO [MESSAGELIMIT 3] ");
    desk.ok("UID SORT (DATE) UTF-8 UIDAFTER 3");
    desk.ok("UID SORT RETURN (PARTIAL 1:3) (DATE) UTF-8 ALL");
  }

  @Test
  void tooManyAreNotAppended() throws IOException {
    assertThat(desk.no("APPEND Sent" + LITERAL.repeat(4)).last()).contains("NO [MESSAGELIMIT 3] ");
    assertThat(desk.ok("STATUS Sent (MESSAGES)").text()).contains("MESSAGES 0");
    desk.ok("APPEND Sent" + LITERAL.repeat(3));
  }
}
