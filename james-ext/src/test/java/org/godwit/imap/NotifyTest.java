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

/** A client is told what it asked to be told, at any time (RFC 5465). */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class NotifyTest {
  private static final String MESSAGE = "Subject: x\r\nFrom: a@x\r\n\r\nhello\r\n";

  private ImapFixture imap;
  private Wire desk;
  private Wire phone;

  @BeforeEach
  void start(Database database) throws Exception {
    imap = new ImapFixture(database);
    desk = imap.login("alice");
    phone = imap.login("alice");
    desk.append("INBOX", MESSAGE);
    desk.ok("SELECT INBOX");
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
    phone.close();
    imap.close();
  }

  @Test
  void newMessagesAreToldBetweenCommandsWithWhatIsWantedOfThem() throws IOException {
    phone.ok("SELECT INBOX");
    phone.ok(
        "NOTIFY SET (SELECTED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])"
            + " MessageExpunge FlagChange))");
    desk.append("INBOX", MESSAGE);
    assertThat(phone.line()).isEqualTo("* 2 EXISTS");
    assertThat(phone.line()).matches("\\* \\d RECENT");
    assertThat(phone.line())
        .isEqualTo("* 2 FETCH (UID 2 BODY[HEADER.FIELDS (SUBJECT)] {14}\r\nSubject: x\r\n\r\n)");
    desk.ok("STORE 1 +FLAGS (\\Flagged)");
    assertThat(phone.line()).contains("* 1 FETCH", "UID 1", "\\Flagged");
    desk.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    assertThat(phone.line()).contains("\\Deleted");
    desk.ok("EXPUNGE");
    assertThat(phone.line()).isEqualTo("* 1 EXPUNGE");
    phone.append("INBOX", MESSAGE);
    assertThat(phone.ok("NOOP").text()).as("its own").doesNotContain("FETCH");
  }

  @Test
  void expungesWaitForACommandWhenTheyAreToBeDelayed() throws IOException {
    desk.append("INBOX", MESSAGE);
    phone.ok("SELECT INBOX");
    phone.ok("NOTIFY SET (SELECTED-DELAYED (MessageNew MessageExpunge))");
    desk.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    desk.ok("EXPUNGE");
    desk.append("INBOX", MESSAGE);
    assertThat(phone.line()).isEqualTo("* 3 EXISTS");
    assertThat(phone.line()).endsWith("RECENT");
    assertThat(phone.ok("FETCH 2 UID").untagged()).containsExactly("* 2 FETCH (UID 2)");
    assertThat(phone.ok("NOOP").untagged()).contains("* 1 EXPUNGE");
  }

  @Test
  void whoWantsNothingHearsNothingUntilHeWantsItAgain() throws IOException {
    phone.ok("SELECT INBOX");
    phone.ok("NOTIFY NONE");
    desk.append("INBOX", MESSAGE);
    desk.ok("STORE 1 +FLAGS (\\Flagged)");
    assertThat(phone.ok("NOOP").untagged()).isEmpty();
    phone.send("i IDLE\r\n");
    phone.line();
    desk.ok("STORE 1 -FLAGS (\\Flagged)");
    phone.send("DONE\r\n");
    assertThat(phone.until("i").untagged()).isEmpty();
    assertThat(phone.ok("NOTIFY SET (SELECTED (MessageNew MessageExpunge))").untagged())
        .contains("* 2 EXISTS");
    phone.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    phone.ok("NOTIFY NONE");
    assertThat(phone.ok("EXPUNGE").untagged()).as("its own doing").contains("* 1 EXPUNGE");
  }

  @Test
  void otherMailboxesAreToldByTheirStatus() throws IOException {
    desk.append("Sent", MESSAGE);
    assertThat(
            phone
                .ok("NOTIFY SET STATUS (MAILBOXES (Sent Nowhere) (MessageNew MessageExpunge))")
                .untagged())
        .singleElement()
        .asString()
        .matches("\\* STATUS \"Sent\" \\(MESSAGES 1 UIDNEXT 2 UIDVALIDITY \\d+\\)");
    desk.append("Trash", MESSAGE);
    desk.append("Sent", MESSAGE);
    assertThat(phone.line())
        .matches("\\* STATUS \"Sent\" \\(MESSAGES 2 UIDNEXT 3 UIDVALIDITY \\d+\\)");
    desk.ok("SELECT Sent");
    desk.ok("STORE 1 +FLAGS (\\Seen)");
    assertThat(phone.ok("NOOP").untagged()).as("flags were not asked for").isEmpty();
    desk.ok("STORE 1 +FLAGS (\\Deleted)");
    desk.ok("EXPUNGE");
    assertThat(phone.line()).contains("MESSAGES 1 UIDNEXT 3");
  }

  @Test
  void flagsInOtherMailboxesAreToldByUnseenAndModseq() throws IOException {
    desk.append("Sent", MESSAGE);
    desk.ok("SELECT Sent");
    assertThat(
            phone
                .ok("NOTIFY SET STATUS (SUBTREE Sent (MessageNew MessageExpunge FlagChange))")
                .untagged()
                .getFirst())
        .contains("MESSAGES 1", "HIGHESTMODSEQ");
    desk.ok("STORE 1 +FLAGS (\\Seen)");
    assertThat(phone.line()).matches("\\* STATUS \"Sent\" \\(UIDVALIDITY \\d+ UNSEEN 0\\)");
    phone.ok("ENABLE CONDSTORE");
    desk.ok("STORE 1 +FLAGS (\\Flagged)");
    assertThat(phone.line()).contains("UNSEEN 0 HIGHESTMODSEQ ");
  }

  @Test
  void theSelectedMailboxIsNotToldByItsStatus() throws IOException {
    phone.ok("SELECT INBOX");
    phone.ok("NOTIFY SET (PERSONAL (MessageNew MessageExpunge))");
    desk.append("INBOX", MESSAGE);
    desk.append("Sent", MESSAGE);
    assertThat(phone.line()).startsWith("* STATUS \"Sent\" (MESSAGES 1");
  }

  @Test
  void eventsOfOtherMailboxesMayBeAskedForOneByOne() throws IOException {
    desk.append("Sent", MESSAGE);
    for (String event : List.of("MessageExpunge", "MessageNew")) {
      assertThat(phone.ok("NOTIFY SET STATUS (MAILBOXES Sent (" + event + "))").text())
          .as(event)
          .containsPattern("STATUS \"Sent\" \\(MESSAGES 1 UIDNEXT 2 UIDVALIDITY \\d+\\)");
    }
    assertThat(phone.ok("NOTIFY SET STATUS (MAILBOXES Sent (FlagChange))").text())
        .containsPattern("STATUS \"Sent\" \\(.*UIDVALIDITY \\d+ HIGHESTMODSEQ \\d+\\)");
  }

  @Test
  void whatTheSessionItselfDoesToMessagesIsNotTold() throws IOException {
    phone.ok("NOTIFY SET (PERSONAL (MessageNew MessageExpunge FlagChange))");
    phone.append("Sent", MESSAGE);
    phone.append("Sent", MESSAGE);
    desk.append("Trash", MESSAGE);
    assertThat(phone.line()).as("not Sent").startsWith("* STATUS \"Trash\" (MESSAGES 1");
    phone.ok("SELECT Sent");
    phone.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
    phone.ok("EXPUNGE");
    phone.ok("UNSELECT");
    desk.append("Trash", MESSAGE);
    assertThat(phone.line()).as("not Sent").startsWith("* STATUS \"Trash\" (MESSAGES 2");
    desk.append("Sent", MESSAGE);
    assertThat(phone.line()).startsWith("* STATUS \"Sent\" (MESSAGES 2 UIDNEXT 4");
    phone.append("Sent", MESSAGE);
    assertThat(phone.ok("NOOP").untagged()).isEmpty();
  }

  @Test
  void namesThatComeChangeAndGoAreTold() throws IOException {
    phone.ok("NOTIFY SET (PERSONAL (MailboxName SubscriptionChange))");
    desk.ok("CREATE Work");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Work\"");
    desk.ok("CREATE Work/Old");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Work/Old\"");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasChildren) \"/\" \"Work\"");
    desk.ok("RENAME Work Play");
    assertThat(phone.line())
        .isEqualTo("* LIST (\\HasChildren) \"/\" \"Play\" (\"OLDNAME\" (\"Work\"))");
    desk.ok("SUBSCRIBE Play/Old");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasNoChildren \\Subscribed) \"/\" \"Play/Old\"");
    desk.ok("UNSUBSCRIBE Play/Old");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Play/Old\"");
    desk.ok("DELETE Play/Old");
    assertThat(phone.line()).isEqualTo("* LIST (\\NonExistent \\HasNoChildren) \"/\" \"Play/Old\"");
    assertThat(phone.line()).isEqualTo("* LIST (\\HasNoChildren) \"/\" \"Play\"");
    phone.ok("CREATE Mine");
    assertThat(phone.ok("NOOP").untagged()).as("its own").isEmpty();
  }

  @Test
  void whatOthersShareIsToldWhenTheyShareIt() throws IOException {
    try (Wire bob = imap.login("bob")) {
      phone.ok("NOTIFY SET (SUBTREE Shared (MailboxName MessageNew MessageExpunge))");
      bob.append("INBOX", MESSAGE);
      bob.ok("SETACL INBOX alice lr");
      assertThat(phone.line()).endsWith("\"Shared/bob/INBOX\"");
      String line = phone.line();
      while (!line.contains("STATUS")) {
        line = phone.line(); // the level above
      }
      assertThat(line).startsWith("* STATUS \"Shared/bob/INBOX\" (MESSAGES 1");
      bob.append("INBOX", MESSAGE);
      assertThat(phone.line()).startsWith("* STATUS \"Shared/bob/INBOX\" (MESSAGES 2");
      bob.ok("SETACL INBOX alice l");
      bob.append("INBOX", MESSAGE);
      assertThat(phone.ok("NOOP").text()).doesNotContain("MESSAGES 3");
      assertThat(
              phone
                  .ok("NOTIFY SET STATUS (MAILBOXES Shared/bob/INBOX (MessageNew MessageExpunge))")
                  .untagged())
          .containsExactly("* LIST (\\NoAccess) \"/\" \"Shared/bob/INBOX\"");
    }
  }

  @Test
  void annotationsAreTold() throws IOException {
    phone.ok("NOTIFY SET (MAILBOXES Sent (MailboxMetadataChange ServerMetadataChange))");
    desk.ok("SETMETADATA Sent (/private/comment \"mine\")");
    assertThat(phone.line()).isEqualTo("* METADATA \"Sent\" /private/comment");
    desk.ok("SETMETADATA Sent (/private/comment \"yours\")");
    assertThat(phone.line()).isEqualTo("* METADATA \"Sent\" /private/comment");
    desk.ok("SETMETADATA Sent (/private/comment NIL)");
    assertThat(phone.line()).isEqualTo("* METADATA \"Sent\" /private/comment");
  }

  @Test
  void newMembersOfASearchAreToldWithWhatIsWantedOfThem() throws IOException {
    phone.ok("SELECT INBOX");
    phone.ok("NOTIFY SET (SELECTED (MessageNew (UID) MessageExpunge))");
    phone.send("s SEARCH RETURN (COUNT UPDATE (RFC822.SIZE)) FLAGGED\r\n");
    assertThat(phone.until("s").untagged()).containsExactly("* ESEARCH (TAG \"s\") COUNT 0");
    desk.ok("APPEND INBOX (\\Flagged) {" + MESSAGE.length() + "+}\r\n" + MESSAGE);
    assertThat(phone.line()).isEqualTo("* 2 EXISTS");
    assertThat(phone.line()).endsWith("RECENT");
    assertThat(phone.line()).isEqualTo("* ESEARCH (TAG \"s\") ADDTO (0 2)");
    assertThat(phone.line()).contains("* 2 FETCH (UID 2", "RFC822.SIZE " + MESSAGE.length());
  }

  @Test
  void whatIsWrongIsRefused() throws IOException {
    phone.bad("NOTIFY SET (SELECTED (MessageNew))");
    phone.bad("NOTIFY SET (SELECTED (MessageExpunge))");
    phone.bad("NOTIFY SET (SELECTED (FlagChange))");
    phone.bad("NOTIFY SET (SELECTED (MailboxName))");
    phone.bad("NOTIFY SET (SELECTED NONE) (SELECTED-DELAYED NONE)");
    phone.bad("NOTIFY SET (PERSONAL (MessageNew (UID) MessageExpunge))");
    phone.bad("NOTIFY SET (EVERYTHING (MailboxName))");
    phone.bad("NOTIFY SET");
    phone.bad("NOTIFY");
    assertThat(
            phone.no("NOTIFY SET (PERSONAL (MessageNew MessageExpunge AnnotationChange))").last())
        .contains("[BADEVENT (MessageNew MessageExpunge FlagChange MailboxName");
    phone.ok("NOTIFY SET (SELECTED NONE) (PERSONAL NONE)");
    try (Wire stranger = imap.connect()) {
      stranger.send("n NOTIFY NONE\r\n");
      assertThat(stranger.until("n").last()).doesNotStartWith("n OK");
    }
  }
}
