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

/** Results of searches and sorts are kept up to date for whoever asks for it (RFC 5267 §4.3). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SearchContextTest {
  private ImapFixture imap;
  private Wire desk;
  private Wire phone;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    desk = imap.login("alice");
    phone = imap.login("alice");
    for (String subject : new String[] {"d", "b", "c", "a"}) {
      deliver(subject, "");
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

  private void deliver(String subject, String flags) throws IOException {
    String message = "Subject: " + subject + "\r\n\r\nx\r\n";
    desk.ok("APPEND INBOX " + flags + " {" + message.length() + "+}\r\n" + message);
  }

  private String watch(String search) throws IOException {
    Wire.Reply reply = phone.ok(search);
    String tag = reply.last().substring(0, reply.last().indexOf(' '));
    assertThat(reply.untagged().getFirst()).startsWith("* ESEARCH (TAG \"" + tag + "\")");
    return tag;
  }

  @Test
  void whatOthersFlagJoinsAndLeavesTheResult() throws IOException {
    String tag = watch("SEARCH RETURN (UPDATE COUNT) SEEN");
    desk.ok("STORE 1,2,4 +FLAGS (\\Seen)");
    List<String> told = phone.ok("NOOP").untagged();
    assertThat(told.getLast()).isEqualTo("* ESEARCH (TAG \"" + tag + "\") ADDTO (0 1:2,4)");
    assertThat(told.getFirst()).as("what caused it comes first").contains("FETCH");
    desk.ok("STORE 2 -FLAGS (\\Seen)");
    desk.ok("STORE 3 +FLAGS (\\Seen)");
    desk.ok("STORE 1 +FLAGS (\\Flagged)");
    assertThat(phone.ok("NOOP").untagged().getLast())
        .isEqualTo("* ESEARCH (TAG \"" + tag + "\") REMOVEFROM (0 2) ADDTO (0 3)");
    assertThat(phone.ok("NOOP").untagged()).isEmpty();
  }

  @Test
  void whatOneDoesOneselfIsToldToo() throws IOException {
    String tag = watch("UID SEARCH RETURN (UPDATE) SEEN");
    assertThat(phone.ok("UID STORE 2 +FLAGS.SILENT (\\Seen)").untagged())
        .containsExactly("* ESEARCH (TAG \"" + tag + "\") UID ADDTO (0 2)");
  }

  @Test
  void whatIsExpungedLeavesBeforeItsNumberIsAnothers() throws IOException {
    String tag = watch("SEARCH RETURN (UPDATE ALL) 2:4");
    desk.ok("STORE 1,3 +FLAGS (\\Deleted)");
    desk.ok("EXPUNGE");
    assertThat(phone.ok("NOOP").untagged())
        .containsSubsequence(
            "* ESEARCH (TAG \"" + tag + "\") REMOVEFROM (0 3)", "* 1 EXPUNGE", "* 2 EXPUNGE");
  }

  @Test
  void whatComesJoinsAfterItHasANumber() throws IOException {
    String tag = watch("SEARCH RETURN (CONTEXT UPDATE ALL) FLAGGED");
    deliver("e", "(\\Flagged)");
    deliver("f", "");
    deliver("g", "(\\Flagged)");
    assertThat(phone.ok("NOOP").untagged())
        .containsSubsequence("* 7 EXISTS", "* ESEARCH (TAG \"" + tag + "\") ADDTO (0 5,7)");
  }

  @Test
  void anIdlerIsToldAtOnce() throws IOException {
    String tag = watch("UID SEARCH RETURN (UPDATE ALL) SUBJECT e");
    phone.send("i IDLE\r\n");
    phone.line();
    deliver("e", "");
    String line = phone.line();
    while (!line.startsWith("* ESEARCH")) {
      line = phone.line();
    }
    assertThat(line).isEqualTo("* ESEARCH (TAG \"" + tag + "\") UID ADDTO (0 5)");
    phone.send("DONE\r\n");
    phone.until("i");
  }

  @Test
  void aSortedResultIsKeptInItsOrder() throws IOException {
    String tag = watch("UID SORT RETURN (UPDATE ALL) (SUBJECT) UTF-8 UNDELETED"); // 4 2 3 1
    deliver("bb", "");
    deliver("e", "");
    assertThat(phone.ok("NOOP").untagged())
        .contains("* ESEARCH (TAG \"" + tag + "\") UID ADDTO (3 5 6 6)"); // 4 2 5 3 1 6
    desk.ok("UID STORE 2,4,5 +FLAGS (\\Deleted)");
    assertThat(phone.ok("NOOP").untagged().getLast())
        .isEqualTo("* ESEARCH (TAG \"" + tag + "\") UID REMOVEFROM (1 4,2,5)"); // 3 1 6
    desk.ok("UID STORE 4,1 -FLAGS (\\Deleted)");
    desk.ok("UID STORE 3 +FLAGS (\\Deleted)");
    assertThat(phone.ok("NOOP").untagged().getLast())
        .isEqualTo("* ESEARCH (TAG \"" + tag + "\") UID REMOVEFROM (1 3) ADDTO (1 4)"); // 4 1 6
    desk.ok("EXPUNGE");
    assertThat(phone.ok("NOOP").text()).doesNotContain("ESEARCH");
    desk.ok("UID STORE 1 +FLAGS (\\Deleted)");
    desk.ok("EXPUNGE");
    assertThat(phone.ok("NOOP").untagged())
        .contains("* ESEARCH (TAG \"" + tag + "\") UID REMOVEFROM (2 1)");
  }

  @Test
  void nothingIsToldWhenItIsCancelledOrTheMailboxIsLeft() throws IOException {
    String tag = watch("SEARCH RETURN (UPDATE) SEEN");
    phone.ok("CANCELUPDATE \"" + tag + "\" \"other\"");
    desk.ok("STORE 1 +FLAGS (\\Seen)");
    assertThat(phone.ok("NOOP").text()).doesNotContain("ESEARCH");
    watch("SEARCH RETURN (UPDATE) SEEN");
    phone.ok("SELECT INBOX");
    desk.ok("STORE 2 +FLAGS (\\Seen)");
    assertThat(phone.ok("NOOP").text()).doesNotContain("ESEARCH");
    phone.bad("CANCELUPDATE");
    phone.bad("CANCELUPDATE nothing");
  }

  @Test
  void aTagIsNotUsedTwiceAndContextsAreCounted() throws IOException {
    phone.send("same SEARCH RETURN (UPDATE) ALL\r\n");
    assertThat(phone.until("same").last()).startsWith("same OK");
    phone.send("same SORT RETURN (UPDATE) (DATE) UTF-8 ALL\r\n");
    assertThat(phone.until("same").last()).startsWith("same BAD");
    phone.send("same SEARCH RETURN (COUNT) ALL\r\n");
    assertThat(phone.until("same").last()).startsWith("same OK");
    for (int i = 1; i < 10; i++) {
      watch("SEARCH RETURN (UPDATE) ALL");
    }
    Wire.Reply refused = phone.ok("SEARCH RETURN (UPDATE COUNT) ALL");
    assertThat(refused.untagged().getFirst()).matches("\\* NO \\[NOUPDATE \"t\\d+\"] .*");
    assertThat(refused.untagged().get(1)).endsWith("COUNT 4");
    phone.ok("CANCELUPDATE \"same\"");
    watch("SEARCH RETURN (UPDATE) ALL");
  }
}
