package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message is put together from text and from parts of messages that are here (RFC 4469). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class CatenateTest {
  private static final String DRAFT =
      "Subject: draft\r\nFrom: a@x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
          + "--b\r\nContent-Type: text/plain\r\n\r\nold text\r\n"
          + "--b\r\nContent-Type: image/x\r\n\r\nAAEC\r\n--b--\r\n";

  private ImapFixture imap;
  private Wire alice;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    alice = imap.login("alice");
    alice.append("Drafts", DRAFT);
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    imap.close();
  }

  private static String text(String octets) {
    return "TEXT {" + octets.length() + "+}\r\n" + octets;
  }

  private String made(String pieces) throws IOException {
    alice.ok("APPEND Sent CATENATE (" + pieces + ")");
    alice.ok("SELECT Sent");
    String told = alice.ok("FETCH * BODY.PEEK[]").untagged().getFirst();
    return told.substring(told.indexOf("}\r\n") + 3, told.lastIndexOf(')'));
  }

  @Test
  void anAttachmentIsKeptWhereTheTextIsNew() throws IOException {
    long validity = alice.ok("SELECT Drafts").code("UIDVALIDITY");
    String url = "URL \"/Drafts;UIDVALIDITY=" + validity + "/;UID=1/;Section=";
    assertThat(
            made(
                url
                    + "HEADER\" "
                    + text("--b\r\n\r\nnew text\r\n--b\r\n")
                    + " "
                    + url
                    + "2.MIME\" "
                    + url
                    + "2\" "
                    + text("\r\n--b--\r\n")))
        .isEqualTo(
            DRAFT.replace("Content-Type: text/plain\r\n", "").replace("old text", "new text"));
    alice.ok("SELECT Drafts");
    assertThat(alice.ok("FETCH 1 FLAGS").text()).as("only copied").doesNotContain("\\Seen");
  }

  @Test
  void wholeMessagesPickedFieldsAndPiecesOfPartsAreCopied() throws IOException {
    assertThat(made("URL /Drafts/;UID=1")).isEqualTo(DRAFT);
    assertThat(made("URL \"/Drafts/;UID=1/;SECTION=HEADER.FIELDS%20(FROM)\" " + text("x")))
        .isEqualTo("From: a@x\r\n\r\nx");
    assertThat(made(text("\r\n") + " URL \"/Drafts/;UID=1/;SECTION=1/;PARTIAL=4.3\""))
        .isEqualTo("\r\ntex");
  }

  @Test
  void aUrlWithoutAMailboxIsOfTheSelectedOne() throws IOException {
    alice.no("APPEND Sent CATENATE (URL \";UID=1\")");
    alice.ok("SELECT Drafts");
    assertThat(made("URL \";UID=1/;SECTION=1\"")).isEqualTo("old text");
  }

  @Test
  void aMailboxIsNamedInUtf8() throws IOException {
    alice.ok("CREATE \"Entw&APw-rfe 2\"");
    alice.append("\"Entw&APw-rfe 2\"", DRAFT);
    assertThat(made("URL \"/Entw%C3%BCrfe%202/;UID=1/;SECTION=1\"")).isEqualTo("old text");
  }

  @Test
  void whatIsNotThereIsNamedAndNothingIsAdded() throws IOException {
    for (String bad :
        new String[] {
          "/Drafts/;UID=2",
          "/Drafts/;UID=0",
          "/Drafts/;UID=1/;SECTION=7",
          "/Drafts/;UID=1/;SECTION=nonsense",
          "/Drafts;UIDVALIDITY=1/;UID=1",
          "/Nowhere/;UID=1",
          "/Shared/bob/INBOX/;UID=1",
          "/Drafts/;UID=1/;SECTION=%zz",
          "imap://alice@elsewhere.test/Drafts/;UID=1",
          "Drafts"
        }) {
      assertThat(alice.no("APPEND Sent CATENATE (" + text("a") + " URL \"" + bad + "\")").last())
          .contains("NO [BADURL " + bad + "] ");
    }
    assertThat(alice.ok("STATUS Sent (MESSAGES)").text()).contains("MESSAGES 0");
  }

  @Test
  void whatOthersDoNotShareCannotBeCopied() throws IOException {
    try (Wire bob = imap.login("bob")) {
      bob.append("INBOX", "Subject: secret\r\n\r\nx\r\n");
      String append = "APPEND Sent CATENATE (URL \"/Shared/bob/INBOX/;UID=1\")";
      assertThat(alice.no(append).last()).contains("[BADURL ");
      bob.ok("SETACL INBOX alice l");
      assertThat(alice.no(append).last()).contains("[BADURL ");
      bob.ok("SETACL INBOX alice lr");
      alice.ok(append);
    }
  }

  @Test
  void aMissingTargetIsSaidBeforeAMissingSource() throws IOException {
    assertThat(alice.no("APPEND Nowhere CATENATE (URL \"/Drafts/;UID=9\")").last())
        .contains("[TRYCREATE]");
  }

  @Test
  void severalMessagesArePutTogetherAtOnceOrNone() throws IOException {
    String url = "URL \"/Drafts/;UID=1/;SECTION=1\"";
    assertThat(
            alice
                .ok(
                    "APPEND Sent CATENATE ("
                        + url
                        + ") (\\Flagged) CATENATE ("
                        + text("b")
                        + ") {1+}\r\nc")
                .last())
        .containsPattern("OK \\[APPENDUID \\d+ 1:3]");
    alice.no("APPEND Sent CATENATE (" + url + ") CATENATE (URL \"/Drafts/;UID=9\")");
    assertThat(alice.ok("STATUS Sent (MESSAGES)").text()).contains("MESSAGES 3");
  }

  @Test
  void whatIsNoCatenationIsRefused() throws IOException {
    alice.bad("APPEND Sent CATENATE ()");
    alice.bad("APPEND Sent CATENATE (FILE \"/etc/passwd\")");
    alice.bad("APPEND Sent CATENATE");
    alice.bad("APPEND Sent CATENATE (" + "URL /Drafts/;UID=1 ".repeat(101).strip() + ")");
    alice.bad("APPEND Sent NOTHING {1+}\r\nx");
    alice.ok("NOOP");
  }

  @Test
  void whatIsPutTogetherIsNoLargerThanWhatMayCome() throws Exception {
    ImapLimits small =
        ImapLimits.forMessagesUpTo(300, Path.of(System.getProperty("java.io.tmpdir")));
    try (ImapFixture strict = new ImapFixture(small);
        Wire bob = strict.login("bob")) {
      bob.append("INBOX", "x".repeat(200));
      bob.ok("APPEND INBOX CATENATE (URL /INBOX/;UID=1)");
      assertThat(bob.no("APPEND INBOX CATENATE (URL /INBOX/;UID=1 URL /INBOX/;UID=1)").last())
          .contains("NO [TOOBIG]");
    }
  }
}
