package org.godwit.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks for it is spoken to in IMAP4rev2 (RFC 9051) or in UTF-8 (RFC 9755). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class Rev2Test {
  private static final String MESSAGE = "Subject: x\r\n\r\nhello\r\n";

  private ImapFixture imap;
  private Wire old;
  private Wire alice;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    old = imap.login("alice");
    alice = imap.login("alice");
    old.append("INBOX", MESSAGE);
    old.append("INBOX", MESSAGE);
  }

  @AfterEach
  void stop() throws IOException {
    old.close();
    alice.close();
    imap.close();
  }

  /** As octets on the wire. */
  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  @Test
  void whatIsEnabledIsSaidOnce() throws IOException {
    assertThat(alice.ok("ENABLE imap4rev2 X-NONE").untagged())
        .containsExactly("* ENABLED IMAP4rev2");
    assertThat(alice.ok("ENABLE IMAP4rev2").untagged()).containsExactly("* ENABLED");
    assertThat(old.ok("CAPABILITY").untagged().getFirst()).contains(" IMAP4rev1 ", " IMAP4rev2 ");
  }

  @Test
  void aSelectTellsTheNameAndNothingRecent() throws IOException {
    assertThat(old.ok("SELECT Sent").text()).contains("RECENT").doesNotContain("LIST");
    alice.ok("ENABLE IMAP4rev2");
    assertThat(alice.ok("SELECT inbox").untagged())
        .contains("* 2 EXISTS", "* LIST () \"/\" \"INBOX\"")
        .noneMatch(line -> line.contains("RECENT") || line.contains("[UNSEEN"));
    assertThat(alice.ok("FETCH 1:* FLAGS").text()).doesNotContain("\\Recent");
    old.append("INBOX", MESSAGE);
    assertThat(alice.ok("NOOP").untagged()).containsExactly("* 3 EXISTS");
    assertThat(alice.ok("STORE 3 +FLAGS (\\Seen)").untagged())
        .containsExactly("* 3 FETCH (FLAGS (\\Seen))");
    assertThat(alice.ok("SELECT Sent").text()).contains("* OK [CLOSED]");
  }

  @Test
  void aSearchIsAnsweredByEsearchAlone() throws IOException {
    alice.ok("ENABLE IMAP4rev2");
    alice.ok("SELECT INBOX");
    assertThat(alice.ok("SEARCH ALL").untagged().getFirst())
        .matches("\\* ESEARCH \\(TAG \"t\\d+\"\\) ALL 1:2");
    assertThat(alice.ok("UID SEARCH FLAGGED").untagged().getFirst())
        .matches("\\* ESEARCH \\(TAG \"t\\d+\"\\) UID");
    assertThat(alice.ok("SEARCH RETURN (SAVE) ALL").untagged()).isEmpty();
    assertThat(alice.ok("SEARCH RETURN (COUNT) $").text()).contains("COUNT 2");
    old.ok("SELECT INBOX");
    assertThat(old.ok("SEARCH ALL").untagged()).containsExactly("* SEARCH 1 2");
  }

  @Test
  void subscriptionsAreToldInTheNamesOfTheSession() throws IOException {
    old.ok("CREATE Entw&APw-rfe");
    old.ok("CREATE Entw&APw-rfe/&ZeVnLA-");
    old.ok("UNSUBSCRIBE Entw&APw-rfe");
    old.ok("SUBSCRIBE Entw&APw-rfe/&ZeVnLA-");
    assertThat(old.ok("LSUB \"\" Entw*").untagged())
        .containsExactly("* LSUB () \"/\" \"Entw&APw-rfe/&ZeVnLA-\"");
    assertThat(old.ok("LSUB \"\" Entw&APw-r%").untagged())
        .containsExactly("* LSUB (\\Noselect) \"/\" \"Entw&APw-rfe\"");
    alice.ok("ENABLE UTF8=ACCEPT");
    assertThat(alice.ok("LSUB \"\" \"" + utf8("Entwürfe/%") + "\"").untagged())
        .containsExactly("* LSUB () \"/\" \"" + utf8("Entwürfe/日本") + "\"");
    assertThat(alice.ok("LSUB \"" + utf8("Entwürfe/") + "\" *").untagged())
        .containsExactly("* LSUB () \"/\" \"" + utf8("Entwürfe/日本") + "\"");
    assertThat(alice.ok("LSUB \"\" Entw&APw-*").untagged()).isEmpty();
  }

  @Test
  void namesAreUtf8BothWays() throws IOException {
    alice.ok("ENABLE IMAP4rev2");
    alice.ok("CREATE \"" + utf8("Entwürfe/日本") + "\"");
    assertThat(old.ok("LIST \"\" Entw*/*").untagged())
        .containsExactly("* LIST (\\HasNoChildren) \"/\" \"Entw&APw-rfe/&ZeVnLA-\"");
    assertThat(alice.ok("LIST \"\" \"" + utf8("Entwürfe/%") + "\"").untagged())
        .containsExactly("* LIST (\\HasNoChildren) \"/\" \"" + utf8("Entwürfe/日本") + "\"");
    String name = utf8("Entwürfe/日本");
    assertThat(alice.ok("SELECT {" + name.length() + "+}\r\n" + name).text())
        .contains("* LIST () \"/\" \"" + name + "\"");
    assertThat(alice.ok("STATUS \"" + name + "\" (MESSAGES DELETED SIZE)").untagged())
        .containsExactly("* STATUS \"" + name + "\" (MESSAGES 0 SIZE 0 DELETED 0)");
    assertThat(alice.ok("GETQUOTAROOT \"" + name + "\"").text()).contains("\"" + name + "\"");
    alice.ok("CREATE \"R&D &- &APw-\"");
    assertThat(old.ok("LIST \"\" R*").text()).contains("\"R&-D &-- &-APw-\"");
  }

  @Test
  void whatIsNoUtf8IsNoName() throws IOException {
    alice.ok("ENABLE UTF8=ACCEPT");
    alice.bad("CREATE \"\u00ff\u00fe\"");
    alice.bad("CREATE {2+}\r\n\u00c3(");
    alice.bad("LIST \"\" \"\u00ff\"");
    alice.bad("SELECT \u00c3\u00bc");
    alice.ok("NOOP");
  }

  @Test
  void aRenameTellsTheOldName() throws IOException {
    old.ok("CREATE Work");
    alice.ok("ENABLE IMAP4rev2");
    assertThat(alice.ok("RENAME Work " + "\"" + utf8("Büro") + "\"").untagged())
        .containsExactly("* LIST () \"/\" \"" + utf8("Büro") + "\" (\"OLDNAME\" (\"Work\"))");
    assertThat(old.ok("RENAME \"B&APw-ro\" Work").untagged()).isEmpty();
    assertThat(alice.no("RENAME Nowhere Else").last()).contains("[NONEXISTENT]");
    assertThat(alice.no("RENAME Work Sent").last()).contains("[ALREADYEXISTS]");
    alice.ok("RENAME INBOX Old");
    assertThat(alice.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 0");
    assertThat(alice.ok("STATUS Old (MESSAGES)").text()).contains("MESSAGES 2");
  }

  @Test
  void headersInUtf8AreTaken() throws IOException {
    String message = utf8("Subject: Grüße\r\nFrom: jürgen@bücher.example\r\n\r\nx\r\n");
    String append = "APPEND Sent UTF8 (~{" + message.length() + "+}\r\n" + message + ")";
    alice.bad(append);
    alice.ok("ENABLE UTF8=ACCEPT");
    assertThat(alice.ok(append).last()).contains("[APPENDUID ");
    alice.ok("SELECT Sent");
    assertThat(alice.ok("FETCH 1 (BODY.PEEK[] ENVELOPE)").text())
        .contains(message, utf8("Grüße"), utf8("jürgen"));
    alice.bad("SEARCH CHARSET UTF-8 ALL");
    alice.ok("ENABLE IMAP4rev2");
    alice.ok("SEARCH CHARSET UTF-8 ALL");
    alice.ok("APPEND Sent CATENATE (UTF8 (~{1+}\r\nx))");
  }
}
