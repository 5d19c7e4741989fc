package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is announced is tried, and what is not tried is not announced. */
class CapabilityTest {
  private static final String MESSAGE = "Subject: x\r\nMessage-ID: <1@x>\r\n\r\nhello\r\n";

  /** A command for each capability that a client can use after login, and what it has to hear. */
  private static final Map<String, String[]> TRIED = new TreeMap<>();

  static {
    TRIED.put("IMAP4rev1", new String[] {"NOOP", "OK"});
    TRIED.put("IMAP4rev2", new String[] {"ENABLE IMAP4rev2", "* ENABLED IMAP4rev2"});
    TRIED.put("UIDONLY", new String[] {"ENABLE UIDONLY", "* ENABLED UIDONLY"});
    TRIED.put("UTF8=ACCEPT", new String[] {"ENABLE UTF8=ACCEPT", "* ENABLED UTF8=ACCEPT"});
    TRIED.put("ACL", new String[] {"GETACL INBOX", "* ACL \"INBOX\""});
    TRIED.put("RIGHTS=kxte", new String[] {"MYRIGHTS INBOX", "aeiklprstwx"});
    TRIED.put("APPENDLIMIT=52428800", new String[] {"STATUS INBOX (APPENDLIMIT)", "52428800"});
    TRIED.put("BINARY", new String[] {"FETCH 1 BINARY.SIZE[1]", "BINARY.SIZE[1] 7"});
    TRIED.put("CATENATE", new String[] {"APPEND Sent CATENATE (TEXT {1+}\r\nx)", "OK [APPENDUID"});
    TRIED.put("MESSAGELIMIT=1000000", new String[] {"SEARCH UIDBEFORE 4294967295", "* SEARCH 1"});
    TRIED.put("MULTIAPPEND", new String[] {"APPEND Sent {1+}\r\nx {1+}\r\ny", "OK [APPENDUID"});
    TRIED.put("PREVIEW", new String[] {"FETCH 1 (PREVIEW)", "PREVIEW \"hello\""});
    TRIED.put("CHILDREN", new String[] {"LIST \"\" INBOX", "\\HasNoChildren"});
    TRIED.put("CONDSTORE", new String[] {"SELECT INBOX (CONDSTORE)", "[HIGHESTMODSEQ"});
    TRIED.put("CONTEXT=SEARCH", new String[] {"SEARCH RETURN (UPDATE ALL) ALL", "ALL 1"});
    TRIED.put("CONTEXT=SORT", new String[] {"SORT RETURN (UPDATE ALL) (DATE) UTF-8 ALL", "ALL 1"});
    TRIED.put("CREATE-SPECIAL-USE", new String[] {"CREATE all (USE (\\Archive))", "OK [MAILBOXID"});
    TRIED.put("ENABLE", new String[] {"ENABLE CONDSTORE", "* ENABLED CONDSTORE"});
    TRIED.put("ESEARCH", new String[] {"SEARCH RETURN (COUNT) ALL", "COUNT 1"});
    TRIED.put("ESORT", new String[] {"SORT RETURN (COUNT) (DATE) UTF-8 ALL", "COUNT 1"});
    TRIED.put("ID", new String[] {"ID NIL", "* ID"});
    TRIED.put("IDLE", new String[] {"IDLE\r\nDONE", "+ "});
    TRIED.put("INPROGRESS", new String[] {"NOOP", "OK"}); // ProgressTest
    TRIED.put("LIST-EXTENDED", new String[] {"LIST (SUBSCRIBED) \"\" (INBOX)", "\\Subscribed"});
    TRIED.put("LIST-MYRIGHTS", new String[] {"LIST \"\" INBOX RETURN (MYRIGHTS)", "* MYRIGHTS"});
    TRIED.put(
        "LIST-STATUS", new String[] {"LIST \"\" INBOX RETURN (STATUS (MESSAGES))", "MESSAGES 1"});
    TRIED.put("LITERAL+", new String[] {"STATUS {5+}\r\nINBOX (MESSAGES)", "MESSAGES 1"});
    TRIED.put("METADATA", new String[] {"GETMETADATA \"\" /shared/comment", "OK"});
    TRIED.put("MOVE", new String[] {"MOVE 1 Trash", "* OK [COPYUID"});
    TRIED.put("NAMESPACE", new String[] {"NAMESPACE", "* NAMESPACE"});
    TRIED.put(
        "NOTIFY",
        new String[] {"NOTIFY SET STATUS (PERSONAL (MessageNew MessageExpunge))", "* STATUS"});
    TRIED.put("OBJECTID", new String[] {"FETCH 1 (EMAILID THREADID)", "EMAILID ("});
    TRIED.put("PARTIAL", new String[] {"SEARCH RETURN (PARTIAL 1:2) ALL", "PARTIAL (1:2 1)"});
    TRIED.put("QRESYNC", new String[] {"ENABLE QRESYNC", "* ENABLED QRESYNC"});
    TRIED.put("QUOTA", new String[] {"GETQUOTAROOT INBOX", "* QUOTAROOT"});
    TRIED.put("QUOTA=RES-MESSAGE", new String[] {"GETQUOTAROOT INBOX", "* QUOTAROOT"});
    TRIED.put("QUOTA=RES-STORAGE", new String[] {"GETQUOTAROOT INBOX", "* QUOTAROOT"});
    TRIED.put(
        "REPLACE",
        new String[] {
          "REPLACE 1 INBOX {" + MESSAGE.length() + "+}\r\n" + MESSAGE, "* OK [APPENDUID"
        });
    TRIED.put("SAVEDATE", new String[] {"FETCH 1 SAVEDATE", "SAVEDATE \""});
    TRIED.put("SEARCHRES", new String[] {"SEARCH RETURN (SAVE) ALL", "OK"});
    TRIED.put("SORT", new String[] {"SORT (SUBJECT) UTF-8 ALL", "* SORT 1"});
    TRIED.put("SORT=DISPLAY", new String[] {"SORT (DISPLAYTO) UTF-8 ALL", "* SORT 1"});
    TRIED.put("SPECIAL-USE", new String[] {"LIST (SPECIAL-USE) \"\" *", "\\Sent"});
    TRIED.put("STATUS=SIZE", new String[] {"STATUS INBOX (SIZE)", "SIZE " + MESSAGE.length()});
    TRIED.put("THREAD=ORDEREDSUBJECT", new String[] {"THREAD ORDEREDSUBJECT UTF-8 ALL", "(1)"});
    TRIED.put("THREAD=REFERENCES", new String[] {"THREAD REFERENCES UTF-8 ALL", "* THREAD (1)"});
    TRIED.put("UIDPLUS", new String[] {"COPY 1 Sent", "OK [COPYUID"});
    TRIED.put(
        "JMAPACCESS",
        new String[] {"GETJMAPACCESS", "* JMAPACCESS \"https://mail.example.org/jmap/session\""});
    TRIED.put("UNSELECT", new String[] {"UNSELECT", "OK"});
    TRIED.put("WITHIN", new String[] {"SEARCH YOUNGER 1000", "* SEARCH 1"});
    TRIED.put("COMPRESS=DEFLATE", new String[] {"COMPRESS DEFLATE", "OK"});
  }

  @Test
  void everyCapabilityAfterLoginWorks() throws Exception {
    try (ImapFixture imap = new ImapFixture()) {
      Set<String> announced;
      try (Wire wire = imap.login("alice")) {
        announced = announced(wire.ok("CAPABILITY"));
      }
      assertThat(announced).isEqualTo(TRIED.keySet());
      for (Map.Entry<String, String[]> trial : TRIED.entrySet()) {
        try (Wire wire = imap.login("alice")) {
          empty(wire);
          wire.append("INBOX", MESSAGE);
          wire.ok("SELECT INBOX");
          assertThat(wire.ok(trial.getValue()[0]).text())
              .as(trial.getKey())
              .contains(trial.getValue()[1]);
        }
      }
    }
  }

  @Test
  void jmapIsOfferedToThoseWhoseSecretOpensIt() throws Exception {
    try (ImapFixture imap = new ImapFixture();
        Wire wire = imap.connect()) {
      assertThat(wire.ok("CAPABILITY").text()).as("before login").doesNotContain("JMAPACCESS");
      assertThat(wire.ok("LOGIN alice " + Users.FOR_IMAP_ONLY).last()).doesNotContain("JMAPACCESS");
      assertThat(announced(wire.ok("CAPABILITY"))).doesNotContain("JMAPACCESS");
      wire.bad("GETJMAPACCESS");
    }
  }

  private static void empty(Wire wire) throws IOException {
    wire.ok("SELECT INBOX");
    wire.ok("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
    wire.ok("CLOSE");
  }

  private static Set<String> announced(Wire.Reply reply) {
    String line = reply.untagged().getFirst();
    return new TreeSet<>(Arrays.asList(line.substring("* CAPABILITY ".length()).split(" ")));
  }
}
