package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that James has wrong, one behaviour a test. */
class CommandsTest {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private final MemoryMailbox mailbox = new MemoryMailbox("alice", "bob");
  private ImapFixture imap;
  private Wire alice;

  @BeforeEach
  void start() throws Exception {
    imap = new ImapFixture(ImapLimits.standard(), mailbox.ground());
    alice = imap.login("alice");
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    imap.close();
  }

  private void deliver(int messages) throws IOException {
    for (int i = 0; i < messages; i++) {
      alice.append("INBOX", MESSAGE);
    }
  }

  @Test
  void moveTellsCopyUidBeforeTheExpunges() throws IOException {
    deliver(5);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("MOVE 2,4:5 Trash").text())
        .containsSubsequence("* OK [COPYUID ", " 2,4:5 1:3]", "EXPUNGE", "OK done");
  }

  @Test
  void copyUidNamesUidsAndNotMessageNumbers() throws IOException {
    deliver(4);
    alice.ok("SELECT INBOX");
    alice.ok("STORE 1:2 +FLAGS (\\Deleted)");
    alice.ok("EXPUNGE");
    assertThat(alice.ok("COPY 1:2 Sent").last()).contains(" 3:4 1:2]");
  }

  @Test
  void copyOfNothingTellsNoCopyUid() throws IOException {
    deliver(1);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("UID COPY 77 Sent").last()).doesNotContain("COPYUID");
  }

  @Test
  void aMissingTargetSaysTryCreate() throws IOException {
    deliver(1);
    alice.ok("SELECT INBOX");
    assertThat(alice.no("COPY 1 none").last()).contains("[TRYCREATE]");
    assertThat(alice.no("MOVE 1 none").last()).contains("[TRYCREATE]");
    assertThat(alice.no("APPEND none {1+}\r\nx").last()).contains("[TRYCREATE]");
  }

  @Test
  void anExaminedMailboxIsNotChanged() throws IOException {
    deliver(2);
    assertThat(alice.ok("EXAMINE INBOX").text()).contains("[PERMANENTFLAGS ()]", "[READ-ONLY]");
    alice.no("STORE 1 +FLAGS (\\Deleted)");
    alice.no("EXPUNGE");
    alice.no("MOVE 1 Trash");
    alice.no("REPLACE 1 INBOX {1+}\r\nx");
    assertThat(alice.ok("FETCH 1 BODY[]").text()).doesNotContain("\\Seen");
    alice.ok("CLOSE");
    assertThat(alice.ok("STATUS INBOX (MESSAGES UNSEEN)").text()).contains("MESSAGES 2 UNSEEN 2");
    alice.ok("SELECT INBOX");
    alice.ok("STORE 1 +FLAGS (\\Deleted)");
  }

  @Test
  void aFailedSelectLeavesNoMailboxOpen() throws IOException {
    alice.ok("SELECT INBOX");
    alice.no("SELECT none");
    alice.no("CHECK");
  }

  @Test
  void aSavedSearchNamesTheSameMessagesToEveryCommand() throws IOException {
    deliver(4);
    alice.ok("SELECT INBOX");
    alice.ok("STORE 1 +FLAGS (\\Deleted)");
    alice.ok("EXPUNGE");
    alice.ok("STORE 3 +FLAGS (\\Flagged)"); // UID 4
    Wire.Reply saved = alice.ok("SEARCH RETURN (SAVE) FLAGGED");
    assertThat(saved.untagged()).isEmpty(); // 5182 §2.1
    assertThat(alice.ok("UID FETCH $ FLAGS").text()).contains("UID 4").doesNotContain("UID 3");
    alice.ok("STORE 1 +FLAGS (\\Deleted)");
    alice.ok("EXPUNGE");
    assertThat(alice.ok("FETCH $ UID").text()).contains("* 2 FETCH (UID 4)");
  }

  @Test
  void listTakesSeveralPatterns() throws IOException {
    alice.ok("CREATE Some");
    assertThat(alice.ok("LIST \"\" (inbox \"S%\")").untagged())
        .containsExactly(
            "* LIST (\\HasNoChildren) \"/\" \"INBOX\"",
            "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent\"",
            "* LIST (\\HasNoChildren) \"/\" \"Some\"");
  }

  @Test
  void listTellsLevelsAndHiddenSubscriptions() throws IOException {
    alice.ok("CREATE a/b/c");
    alice.ok("DELETE a");
    alice.ok("DELETE a/b");
    alice.ok("SUBSCRIBE a/b/c");
    assertThat(alice.ok("LIST \"\" a%").untagged())
        .containsExactly("* LIST (\\Noselect \\HasChildren) \"/\" \"a\"");
    assertThat(alice.ok("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" a%").untagged())
        .containsExactly(
            "* LIST (\\Noselect \\HasChildren) \"/\" \"a\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
    alice.ok("DELETE a/b/c");
    assertThat(alice.ok("LIST (SUBSCRIBED) \"\" a*").untagged())
        .containsExactly("* LIST (\\NonExistent \\HasNoChildren \\Subscribed) \"/\" \"a/b/c\"");
  }

  @Test
  void aFullStopIsAPartOfAName() throws IOException {
    alice.ok("CREATE releases/v1.2");
    assertThat(alice.ok("LIST \"\" releases/%").untagged())
        .containsExactly("* LIST (\\HasNoChildren) \"/\" \"releases/v1.2\"");
    alice.ok("RENAME releases/v1.2 releases/v1.3");
    alice.ok("SELECT releases/v1.3");
    assertThat(alice.ok("NAMESPACE").text()).contains("((\"\" \"/\"))");
    assertThat(alice.ok("LSUB \"\" r*").text()).doesNotContain("v1.2");
  }

  @Test
  void namesAreWrittenInModifiedUtf7() throws IOException {
    alice.ok("CREATE \"&AOQ-pfel \\\"x\"");
    assertThat(alice.ok("LIST \"\" \"&AOQ-*\"").text()).contains("\"&AOQ-pfel \\\"x\"");
  }

  @Test
  void aSpecialUseCanBeGivenAtCreation() throws IOException {
    alice.ok("CREATE Gesendet (USE (\\Sent))");
    assertThat(alice.ok("LIST \"\" Ges*").text()).contains("\\Sent) \"/\" \"Gesendet\"");
    assertThat(alice.no("CREATE x (USE (\\Nonsense))").last()).contains("[USEATTR]");
    assertThat(alice.ok("LIST \"\" x").untagged()).isEmpty();
  }

  @Test
  void uidsThatAreNotThereAreNoError() throws IOException {
    alice.ok("SELECT INBOX");
    alice.ok("UID STORE 1:* +FLAGS (\\Seen)"); // 9051 §6.4.9
    alice.ok("UID FETCH 1:* FLAGS");
    alice.ok("UID COPY 1:* Sent");
    alice.ok("UID EXPUNGE 1:*");
    alice.ok("UID MOVE 7 Sent");
    alice.ok("UID SEARCH UID 1:*");
  }

  @Test
  void modifiedIsASetAndNothingElse() throws IOException {
    deliver(2);
    alice.ok("SELECT INBOX (CONDSTORE)");
    alice.ok("STORE 2 +FLAGS (\\Flagged)");
    assertThat(alice.ok("STORE 1:2 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)").last())
        .contains("[MODIFIED 1:2]");
  }

  @Test
  void seenIsSetForAllMessagesOfAFetch() throws IOException {
    deliver(3);
    alice.ok("SELECT INBOX (CONDSTORE)");
    assertThat(alice.ok("FETCH 1:3 BODY[TEXT]").untagged())
        .hasSize(3)
        .allMatch(line -> line.contains("\\Seen") && line.contains("MODSEQ"));
    assertThat(alice.ok("STATUS INBOX (UNSEEN)").text()).contains("UNSEEN 0");
    assertThat(alice.ok("FETCH 1:3 BODY.PEEK[TEXT]").text()).doesNotContain("FLAGS");
  }

  @Test
  void aPartAndItsHeaderCanBeFetchedTogether() throws IOException {
    alice.append(
        "INBOX",
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\none\r\n"
            + "--b\r\nContent-Type: text/html\r\n\r\ntwo\r\n--b--\r\n");
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1 (BODY.PEEK[2] BODY.PEEK[2.MIME])").text())
        .contains("BODY[2] {3}\r\ntwo", "text/html");
  }

  @Test
  void qresyncTellsWhatWentAndWhatChanged() throws IOException {
    deliver(4);
    alice.ok("ENABLE QRESYNC");
    alice.ok("SELECT INBOX"); // James's mailbox in memory counts what is no longer recent
    Wire.Reply open = alice.ok("SELECT INBOX");
    long validity = open.code("UIDVALIDITY");
    long before = open.code("HIGHESTMODSEQ");
    alice.ok("STORE 3 +FLAGS (\\Flagged)");
    alice.ok("STORE 2 +FLAGS (\\Deleted)");
    assertThat(alice.ok("EXPUNGE").untagged()).contains("* VANISHED 2");
    alice.ok("UNSELECT");
    assertThat(alice.ok("SELECT INBOX (QRESYNC (" + validity + " " + before + "))").text())
        .contains("* VANISHED (EARLIER) 2")
        .containsPattern("\\* 2 FETCH \\(.*FLAGS \\(.*\\\\Flagged.*UID 3")
        .doesNotContain("* 1 FETCH");
    alice.bad("FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)");
    assertThat(alice.ok("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + " VANISHED)").text())
        .contains("* VANISHED (EARLIER) 2", "UID 3")
        .doesNotContain("UID 4");
  }

  @Test
  void twoClientsSeeEachOther() throws IOException {
    deliver(1);
    alice.ok("SELECT INBOX");
    try (Wire phone = imap.login("alice")) {
      phone.ok("SELECT INBOX");
      phone.append("INBOX", MESSAGE);
      assertThat(alice.ok("NOOP").untagged()).contains("* 2 EXISTS");
      alice.ok("STORE 1 +FLAGS (\\Deleted)");
      assertThat(phone.ok("NOOP").text()).contains("* 1 FETCH (FLAGS (", "\\Deleted");
      alice.ok("EXPUNGE");
      assertThat(phone.ok("FETCH 1:* UID").text()).doesNotContain("EXPUNGE"); // 9051 §7.5.1
      assertThat(phone.ok("NOOP").untagged()).contains("* 1 EXPUNGE");
    }
  }

  @Test
  void idleTellsOfNewMail() throws IOException {
    alice.ok("SELECT INBOX");
    alice.send("i IDLE\r\n");
    assertThat(alice.line()).startsWith("+ ");
    try (Wire phone = imap.login("alice")) {
      phone.append("INBOX", MESSAGE);
    }
    assertThat(alice.line()).isEqualTo("* 1 EXISTS");
    alice.send("DONE\r\n");
    assertThat(alice.until("i").last()).startsWith("i OK");
  }

  @Test
  void authenticationCanBeGivenUp() throws IOException {
    try (Wire wire = imap.connect()) {
      wire.send("a AUTHENTICATE PLAIN\r\n");
      assertThat(wire.line()).startsWith("+");
      wire.send("*\r\n");
      assertThat(wire.line()).startsWith("a BAD"); // 9051 §6.2.2
      wire.ok("LOGIN alice secret");
    }
  }

  @Test
  void aNewUserHasTheUsualMailboxesAndIsSubscribedToThem() throws IOException {
    assertThat(alice.ok("LIST (SUBSCRIBED) \"\" *").untagged())
        .containsExactly(
            "* LIST (\\HasNoChildren \\Subscribed) \"/\" \"INBOX\"",
            "* LIST (\\HasNoChildren \\Archive \\Subscribed) \"/\" \"Archive\"",
            "* LIST (\\HasNoChildren \\Drafts \\Subscribed) \"/\" \"Drafts\"",
            "* LIST (\\HasNoChildren \\Junk \\Subscribed) \"/\" \"Junk\"",
            "* LIST (\\HasNoChildren \\Sent \\Subscribed) \"/\" \"Sent\"",
            "* LIST (\\HasNoChildren \\Trash \\Subscribed) \"/\" \"Trash\"");
  }

  @Test
  void aWrongPasswordIsRefusedAndTheThirdEndsIt() throws IOException {
    try (Wire wire = imap.connect()) {
      assertThat(wire.no("LOGIN alice wrong").last()).contains("[AUTHENTICATIONFAILED]");
      assertThat(wire.no("LOGIN nobody secret").last()).contains("[AUTHENTICATIONFAILED]");
      wire.send("a AUTHENTICATE PLAIN AGFsaWNlAHdyb25n\r\n");
      assertThat(wire.until("never").text()).contains("[AUTHENTICATIONFAILED]", "* BYE");
    }
  }

  @Test
  void plainIsTakenWithAndWithoutAnInitialResponse() throws IOException {
    try (Wire wire = imap.connect()) {
      assertThat(wire.ok("AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==").last())
          .contains("OK [CAPABILITY IMAP4rev1 ");
    }
    try (Wire wire = imap.connect()) {
      wire.send("a AUTHENTICATE PLAIN\r\n");
      assertThat(wire.line()).startsWith("+");
      wire.send("AGFsaWNlAHNlY3JldA==\r\na2 SELECT INBOX\r\n");
      assertThat(wire.line()).startsWith("a OK");
      assertThat(wire.until("a2").last()).startsWith("a2 OK");
    }
  }

  @Test
  void overQuotaIsSaid() throws Exception {
    deliver(1);
    mailbox.maxQuota.setGlobalMaxMessage(org.apache.james.core.quota.QuotaCountLimit.count(1));
    assertThat(alice.no("APPEND INBOX {" + MESSAGE.length() + "+}\r\n" + MESSAGE).last())
        .contains("[OVERQUOTA]");
    alice.ok("SELECT INBOX");
    assertThat(alice.no("COPY 1 Sent").last()).contains("[OVERQUOTA]");
  }
}
