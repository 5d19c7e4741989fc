package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxPath;
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
  void anOwnMailboxThatIsNamedLikeASharedOneHasANameOfItsOwn(Database database) throws Exception {
    alice.ok("SETACL Projects bob lr");
    MailboxManager mailboxes = StoreComposition.on(database).mailboxes();
    MailboxSession bobs = mailboxes.createSystemSession(Username.of("bob"));
    for (String name : List.of("Shared/alice/Projects", "^Shared")) { // by JMAP, by a filter
      mailboxes.createMailbox(MailboxPath.forUser(bobs.getUser(), name), bobs);
    }
    assertThat(bob.ok("LIST \"\" *Shared*").untagged())
        .contains(
            "* LIST (\\HasNoChildren) \"/\" \"^Shared/alice/Projects\"",
            "* LIST (\\HasNoChildren) \"/\" \"^^Shared\"",
            "* LIST (\\HasNoChildren) \"/\" " + QUOTED);
    bob.append("^Shared/alice/Projects", MESSAGE);
    bob.append("^Shared/alice/Projects", MESSAGE);
    assertThat(bob.ok("STATUS ^Shared/alice/Projects (MESSAGES)").text()).contains("MESSAGES 2");
    assertThat(bob.ok("STATUS " + SHARED + " (MESSAGES)").text()).contains("MESSAGES 1");
    bob.ok("SUBSCRIBE ^Shared/alice/Projects");
    assertThat(bob.ok("LSUB \"\" ^Shared/*").text()).contains("\"^Shared/alice/Projects\"");
    bob.ok("SELECT ^^Shared");
    bob.ok("RENAME ^Shared/alice/Projects Projects");
    assertThat(bob.ok("STATUS Projects (MESSAGES)").text()).contains("MESSAGES 2");
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
  void whoMayAdministerMayShareItOn() throws IOException {
    alice.ok("SETACL Projects bob lra");
    bob.ok("SETACL " + SHARED + " anyone l");
    bob.ok("SETACL " + SHARED + " -alice x"); // means nothing: the owner is the owner
    assertThat(bob.ok("GETACL " + SHARED).untagged().getFirst())
        .startsWith("* ACL " + QUOTED + " \"alice\" \"")
        .contains("\"bob\" \"alr\"", "\"anyone\" \"l\"", "\"-alice\" \"x\"");
    assertThat(bob.ok("LISTRIGHTS " + SHARED + " bob").text())
        .contains("* LISTRIGHTS " + QUOTED + " \"bob\" \"\" a e i k l p r s t w x");
    assertThat(alice.ok("LISTRIGHTS Projects alice").text()).contains("\"alice\" \"aeiklprstwx\"");
    bob.ok("DELETEACL " + SHARED + " -alice");
    assertThat(alice.ok("MYRIGHTS Projects").text()).contains("aeiklprstwx");
    bob.ok("SETACL " + SHARED + " bob -a");
    assertThat(bob.no("GETACL " + SHARED).last()).contains("[NOPERM]");
    assertThat(bob.no("SETACL " + SHARED + " bob +a").last()).contains("[NOPERM]");
    assertThat(bob.no("DELETEACL " + SHARED + " anyone").last()).contains("[NOPERM]");
    assertThat(bob.no("LISTRIGHTS " + SHARED + " bob").last()).contains("[NOPERM]");
    bob.bad("SETACL " + SHARED + " - l");
    alice.bad("SETACL Projects bob l!");
  }

  @Test
  void whatAnyoneMayBobMayUnlessItIsTakenFromHim() throws IOException {
    alice.ok("SETACL Projects anyone lrs");
    assertThat(bob.ok("LIST \"\" Shared/*").text()).contains(SHARED);
    assertThat(bob.ok("MYRIGHTS " + SHARED).text()).contains("\"lrs\"");
    alice.ok("SETACL Projects -bob s");
    assertThat(bob.ok("MYRIGHTS " + SHARED).text()).contains("\"lr\"");
    assertThat(bob.ok("LIST \"\" Shared/* RETURN (MYRIGHTS)").text())
        .contains("* MYRIGHTS " + QUOTED + " \"lr\"");
    alice.ok("SETACL Projects -bob lr");
    assertThat(bob.ok("LIST \"\" Shared/*").text()).doesNotContain(SHARED);
    assertThat(bob.no("SELECT " + SHARED).last()).contains("[NONEXISTENT]");
    assertThat(bob.no("GETACL " + SHARED).last()).contains("[NONEXISTENT]");
  }

  @Test
  void whoMayCreateBelowASharedMailboxMakesOneThatIsItsOwners() throws IOException {
    alice.ok("SETACL Projects bob lrwik");
    assertThat(bob.ok("CREATE " + SHARED + "/2026/May").last()).contains("[MAILBOXID (");

    assertThat(alice.ok("LIST \"\" Projects*").text()).contains("Projects/2026/May");
    assertThat(bob.ok("MYRIGHTS " + SHARED + "/2026/May").text()).contains("\"iklrw\"");
    bob.append(SHARED + "/2026/May", MESSAGE);
    assertThat(alice.ok("STATUS Projects/2026/May (MESSAGES)").text()).contains("MESSAGES 1");
    assertThat(bob.no("CREATE " + SHARED + "/2026").last()).contains("[ALREADYEXISTS]");
    assertThat(bob.no("CREATE Shared/alice/Beside").last()).contains("[NOPERM]");
    assertThat(bob.no("CREATE Shared/alice/Projects2").last()).contains("[NOPERM]");
  }

  @Test
  void whoMayAllButCreateMakesNoMailboxBelow() throws IOException {
    alice.ok("SETACL Projects bob lrswipxtea");
    assertThat(bob.no("CREATE " + SHARED + "/Mine").last()).contains("[NOPERM]");
    assertThat(alice.ok("LIST \"\" Projects/*").text()).doesNotContain("Mine");
  }

  @Test
  void noMailboxOfOnesOwnHidesBelowThePrefix() throws IOException {
    for (String name : List.of("Shared", "Shared/x", "Shared/x/y", "Shared/alice/Mine")) {
      boolean others = name.matches("Shared/.+/.+");
      assertThat(bob.no("CREATE " + name).last()).contains(others ? "[NOPERM]" : "[CANNOT]");
      bob.ok("CREATE own");
      assertThat(bob.no("RENAME own " + name).last()).contains("[CANNOT]");
      bob.ok("DELETE own");
    }
    bob.ok("CREATE Sharedness");
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
