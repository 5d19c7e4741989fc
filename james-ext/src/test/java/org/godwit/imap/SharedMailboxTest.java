package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bob works in a mailbox that Alice shares. */
@ExtendWith(PostgresExtension.class)
class SharedMailboxTest {
  private static final String SHARED = "Shared/alice/Projects";
  private static final String QUOTED = '"' + SHARED + '"';
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private ImapFixture imap;
  private Wire alice;
  private Wire bob;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    alice = imap.login("alice");
    bob = imap.login("bob");
    alice.ok("CREATE Projects");
    alice.append("Projects", MESSAGE);
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    bob.close();
    imap.close();
  }

  @Test
  void whatIsNotSharedIsNotThere() throws IOException {
    assertThat(bob.ok("LIST \"\" *").text()).doesNotContain("Projects");
    bob.no("SELECT " + SHARED);
    bob.no("APPEND " + SHARED + " {1+}\r\nx");
  }

  @Test
  void whatIsSharedIsListedUnderItsOwner() throws IOException {
    alice.ok("SETACL Projects bob lr");
    assertThat(bob.ok("NAMESPACE").text()).contains("((\"Shared/\" \"/\"))");
    assertThat(bob.ok("LIST \"\" Shared%").untagged())
        .containsExactly("* LIST (\\Noselect \\HasChildren) \"/\" \"Shared\"");
    assertThat(bob.ok("LIST \"\" Shared/*").untagged())
        .containsExactly("* LIST (\\HasNoChildren) \"/\" " + QUOTED);
    assertThat(bob.ok("STATUS " + SHARED + " (MESSAGES)").text())
        .contains("* STATUS " + QUOTED + " (MESSAGES 1)");
    assertThat(bob.ok("MYRIGHTS " + SHARED).text()).contains("\"lr\"");
  }

  @Test
  void rightsDecideWhatBobMayDo() throws IOException {
    alice.ok("SETACL Projects bob lr");
    assertThat(bob.ok("SELECT " + SHARED).last()).contains("[READ-ONLY]");
    assertThat(bob.ok("FETCH 1 BODY[TEXT]").text()).contains("hello").doesNotContain("\\Seen");
    bob.no("STORE 1 +FLAGS (\\Flagged)");
    bob.no("APPEND " + SHARED + " {1+}\r\nx");
    bob.ok("COPY 1 INBOX");
    bob.no("CREATE Shared/alice/Mine");
    bob.no("DELETE " + SHARED);
    alice.ok("SETACL Projects bob lrswite");
    assertThat(bob.ok("SELECT " + SHARED).last()).contains("[READ-WRITE]");
    bob.ok("STORE 1 +FLAGS (\\Flagged)");
    bob.append(SHARED, MESSAGE);
    alice.ok("SELECT Projects");
    assertThat(alice.ok("FETCH 1:* FLAGS").text()).contains("\\Flagged", "* 2 FETCH");
    bob.ok("STORE 1 +FLAGS (\\Deleted)");
    bob.ok("EXPUNGE");
    assertThat(alice.ok("NOOP").text()).contains("* 1 EXPUNGE");
  }

  @Test
  void eachRightIsForItself() throws IOException {
    alice.ok("SETACL Projects bob lrs");
    bob.ok("SELECT " + SHARED);
    assertThat(bob.ok("FETCH 1 BODY[]").text()).contains("\\Seen");
    bob.ok("STORE 1 -FLAGS (\\Seen)");
    assertThat(bob.no("STORE 1 +FLAGS (\\Deleted)").last()).contains("[NOPERM]");
    assertThat(bob.no("STORE 1 +FLAGS (key)").last()).contains("[NOPERM]");
    assertThat(bob.no("STORE 1 FLAGS (\\Seen)").last()).contains("[NOPERM]");
    assertThat(bob.ok("STORE 1 +FLAGS (\\Seen \\Flagged)").text()).doesNotContain("Flagged");
    assertThat(bob.no("EXPUNGE").last()).contains("[NOPERM]");
    assertThat(bob.no("MOVE 1 INBOX").last()).contains("[NOPERM]");
    assertThat(bob.no("APPEND " + SHARED + " {1+}\r\nx").last()).contains("[NOPERM]");
    bob.ok("CLOSE");
    alice.ok("SETACL Projects bob lrste");
    bob.ok("SELECT " + SHARED);
    bob.ok("MOVE 1 INBOX");
    assertThat(alice.ok("STATUS Projects (MESSAGES)").text()).contains("MESSAGES 0");
    assertThat(bob.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 1");
  }

  @Test
  void aRightThatWasTakenAwayIsGone() throws IOException {
    alice.ok("SETACL Projects bob lrswite");
    bob.ok("SELECT " + SHARED);
    alice.ok("DELETEACL Projects bob");
    bob.no("FETCH 1 BODY[]");
    bob.no("STORE 1 +FLAGS (\\Deleted)");
    bob.no("STATUS " + SHARED + " (MESSAGES)");
  }

  @Test
  void whatIsPrivateIsNotShared() throws IOException {
    alice.ok("SETMETADATA Projects (/private/comment \"mine\" /shared/comment \"ours\")");
    alice.ok("SETACL Projects bob lrswite");
    assertThat(bob.ok("GETMETADATA " + SHARED + " (/private/comment /shared/comment)").text())
        .contains("ours")
        .doesNotContain("mine");
    bob.no("SETMETADATA " + SHARED + " (/private/comment \"his\")");
    assertThat(bob.ok("GETQUOTAROOT " + SHARED).text()).contains("alice");
    bob.no("RENAME " + SHARED + " Taken");
    bob.no("SETACL " + SHARED + " bob lrswitea");
  }

  @Test
  void aSharedMailboxCanBeSubscribed() throws IOException {
    alice.ok("SETACL Projects bob lr");
    bob.ok("SUBSCRIBE " + SHARED);
    assertThat(bob.ok("LIST (SUBSCRIBED) \"\" *").text()).contains(SHARED);
    bob.ok("UNSUBSCRIBE " + SHARED);
    assertThat(bob.ok("LIST (SUBSCRIBED) \"\" *").text()).doesNotContain(SHARED);
  }
}
