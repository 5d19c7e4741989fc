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

/** MULTIAPPEND (RFC 3502), BINARY (RFC 3516) and PREVIEW (RFC 8970). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class AppendAndBinaryTest {
  private static final String PARTS =
      "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
          + "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
          + "Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BC=C3=9Fe=\r\n!\r\n"
          + "--b\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\nAwQF\r\n"
          + "--b\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: x-own\r\n\r\nzzz\r\n--b--\r\n";

  private ImapFixture imap;
  private Database database;
  private Wire alice;

  @BeforeEach
  void start(Database theirs) throws Exception {
    database = theirs;
    imap = new ImapFixture(theirs);
    alice = imap.login("alice");
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    imap.close();
  }

  @Test
  void severalMessagesComeAtOnce() throws IOException {
    Wire.Reply reply =
        alice.ok(
            "APPEND INBOX (\\Seen) {1+}\r\na \"17-Jul-1996 02:44:25 -0700\" {1+}\r\nb"
                + " (\\Flagged) {1+}\r\nc");
    assertThat(reply.last()).containsPattern("OK \\[APPENDUID \\d+ 1:3]");
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1:3 (FLAGS INTERNALDATE BODY.PEEK[])").untagged())
        .satisfiesExactly(
            first -> assertThat(first).contains("\\Seen", "\r\na"),
            second -> assertThat(second).contains("17-Jul-1996 09:44:25 +0000", "\r\nb"),
            third -> assertThat(third).contains("\\Flagged", "\r\nc"));
  }

  @Test
  void severalMessagesComeAllOrNotAtAll() throws IOException {
    database.run(
        "limiting alice",
        on ->
            on.createStatement()
                .executeUpdate("INSERT INTO quota_limit (name, messages) VALUES ('alice', 2)"));
    assertThat(alice.no("APPEND INBOX {1+}\r\na {1+}\r\nb {1+}\r\nc").last())
        .contains("[OVERQUOTA]");
    assertThat(alice.ok("STATUS INBOX (MESSAGES UIDNEXT)").text()).contains("MESSAGES 0 UIDNEXT 1");
    alice.bad("APPEND INBOX {1+}\r\na (\\Seen)");
    assertThat(alice.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 0");
  }

  @Test
  void aPartComesWithItsEncodingTakenOff() throws IOException {
    alice.append("INBOX", PARTS);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])").text())
        .contains("BINARY.SIZE[1] 8", "BINARY[1] {8}\r\ngr\u00c3\u00bc\u00c3\u009fe!")
        .doesNotContain("\\Seen");
    assertThat(alice.ok("FETCH 1 (BINARY[2])").text())
        .contains("BINARY[2] ~{6}\r\n\0\1\2\3\4\5", "\\Seen");
    assertThat(alice.ok("FETCH 1 (BINARY.PEEK[2]<1.2>)").text())
        .contains("BINARY[2]<1> ~{2}\r\n\1\2)");
    assertThat(alice.ok("UID FETCH 1 BINARY.PEEK[4]").text()).contains("BINARY[4] NIL");
    assertThat(alice.no("FETCH 1 BINARY.PEEK[3]").last()).contains("[UNKNOWN-CTE]");
    assertThat(alice.ok("FETCH 1 BINARY.PEEK[]").text()).contains(PARTS);
    alice.bad("FETCH 1 BINARY[1.MIME]");
  }

  @Test
  void whatIsBinaryIsKeptInBase64() throws IOException {
    String message =
        "Subject: x\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n\0a\0b\r\n";
    alice.ok("APPEND INBOX ~{" + message.length() + "+}\r\n" + message);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1 BODY.PEEK[]").text())
        .contains("Content-Transfer-Encoding: base64\r\n\r\nAGEAYg0K\r\n")
        .doesNotContain("\0");
    assertThat(alice.ok("FETCH 1 BINARY.PEEK[1]").text()).contains("~{6}\r\n\0a\0b\r\n");
  }

  @Test
  void aPreviewIsInUtf8() throws IOException {
    alice.append("INBOX", PARTS);
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("FETCH 1 PREVIEW").text())
        .contains("PREVIEW {8}\r\ngr\u00c3\u00bc\u00c3\u009fe!");
    assertThat(alice.ok("FETCH 1 (PREVIEW (LAZY) UID)").text()).contains("UID 1", "PREVIEW {8}");
    alice.bad("FETCH 1 (PREVIEW (FAST))");
  }
}
