package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SORT, THREAD and what SEARCH may be asked to tell (RFC 5256, 4731, 5182, 5267, 9394). */
class SortAndThreadTest {

  private ImapFixture server;
  private Wire alice;

  @BeforeEach
  void start() throws Exception {
    server = new ImapFixture();
    alice = server.login("alice");
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    server.close();
  }

  private void mail(String subject, String from, String day, String more) throws IOException {
    alice.append(
        "INBOX",
        "Subject: "
            + subject
            + "\r\nFrom: "
            + from
            + "\r\nDate: "
            + day
            + " 10:00:00 +0000\r\n"
            + more
            + "\r\nx\r\n");
  }

  private void three() throws IOException {
    mail("Re: beta", "Zoe <b@x>", "3 Mar 2024", "Message-ID: <3@x>\r\nReferences: <1@x> <2@x>\r\n");
    mail("alpha", "a@x", "1 Mar 2024", "Message-ID: <1@x>\r\n");
    mail("[list] beta (fwd)", "\"adam\" <c@x>", "2 Mar 2024", "Message-ID: <9@x>\r\n");
    alice.ok("SELECT INBOX");
  }

  private String first(String command) throws IOException {
    return alice.ok(command).untagged().get(0);
  }

  @Test
  void messagesAreSortedByWhatIsAsked() throws IOException {
    three();
    assertThat(first("SORT (DATE) UTF-8 ALL")).isEqualTo("* SORT 2 3 1");
    assertThat(first("SORT (REVERSE DATE) US-ASCII ALL")).isEqualTo("* SORT 1 3 2");
    assertThat(first("SORT (FROM) UTF-8 ALL")).isEqualTo("* SORT 2 1 3");
    assertThat(first("SORT (DISPLAYFROM) UTF-8 ALL")).isEqualTo("* SORT 2 3 1");
    assertThat(first("SORT (SUBJECT DATE) UTF-8 ALL")).isEqualTo("* SORT 2 3 1");
    assertThat(first("SORT (SUBJECT REVERSE DATE) UTF-8 ALL")).isEqualTo("* SORT 2 1 3");
    assertThat(first("UID SORT (SIZE) UTF-8 SUBJECT alpha")).isEqualTo("* SORT 2");
    assertThat(first("SORT (ARRIVAL) UTF-8 SUBJECT nothing")).isEqualTo("* SORT");
    alice.bad("SORT () UTF-8 ALL");
    alice.bad("SORT (COLOUR) UTF-8 ALL");
    assertThat(alice.no("SORT (DATE) X-NONE ALL").last()).contains("[BADCHARSET ");
  }

  @Test
  void whatHasNoDateIsSortedByItsArrivalAndEqualsStayInOrder() throws IOException {
    alice.append("INBOX", "Subject: s\r\n\r\nx\r\n");
    alice.append("INBOX", "Subject: s\r\nDate: nonsense\r\n\r\nx\r\n");
    mail("s", "a@x", "1 Mar 1999", "");
    alice.ok("SELECT INBOX");
    assertThat(first("SORT (DATE) UTF-8 ALL")).startsWith("* SORT 3 ");
    assertThat(first("SORT (REVERSE SUBJECT) UTF-8 ALL")).isEqualTo("* SORT 1 2 3");
  }

  @Test
  void aSortedResultIsToldInItsOrder() throws IOException {
    three();
    assertThat(first("SORT RETURN (MIN MAX ALL COUNT) (DATE) UTF-8 ALL"))
        .endsWith(" MIN 2 MAX 1 ALL 2:3,1 COUNT 3");
    assertThat(first("SORT RETURN (PARTIAL -1:-2) (DATE) UTF-8 ALL"))
        .endsWith(" PARTIAL (-1:-2 3,1)");
  }

  @Test
  void messagesAreThreadedByReferencesAndBySubject() throws IOException {
    three();
    // 5256 §3 REFERENCES (5): 3 and 1 have a subject in common
    assertThat(first("THREAD REFERENCES UTF-8 ALL")).isEqualTo("* THREAD (2 1)(3)");
    assertThat(first("THREAD ORDEREDSUBJECT UTF-8 ALL")).isEqualTo("* THREAD (2)(3 1)");
    assertThat(first("UID THREAD REFERENCES UTF-8 1")).isEqualTo("* THREAD (1)");
    assertThat(first("THREAD REFERENCES UTF-8 BODY nothing")).isEqualTo("* THREAD");
    alice.bad("THREAD MAGIC UTF-8 ALL");
  }

  @Test
  void siblingsAndMissingMessagesAreToldInParentheses() throws IOException {
    mail("s", "a@x", "1 Mar 2024", "Message-ID: <1@x>\r\nReferences: <0@x>\r\n");
    mail("t", "a@x", "2 Mar 2024", "Message-ID: <2@x>\r\nReferences: <0@x>\r\n");
    mail("u", "a@x", "3 Mar 2024", "Message-ID: <3@x>\r\nIn-Reply-To: <1@x>\r\n");
    mail("v", "a@x", "4 Mar 2024", "Message-ID: <4@x>\r\nIn-Reply-To: <1@x>\r\n");
    alice.ok("SELECT INBOX");
    assertThat(first("THREAD REFERENCES UTF-8 ALL")).isEqualTo("* THREAD ((1 (3)(4))(2))");
  }

  @Test
  void aCircleOfReferencesIsNoThreadWithoutEnd() throws IOException {
    mail("s", "a@x", "1 Mar 2024", "Message-ID: <1@x>\r\nReferences: <2@x>\r\n");
    mail("t", "a@x", "2 Mar 2024", "Message-ID: <2@x>\r\nReferences: <1@x>\r\n");
    mail("u", "a@x", "3 Mar 2024", "Message-ID: <1@x>\r\nReferences: <1@x>\r\n");
    alice.ok("SELECT INBOX");
    assertThat(first("THREAD REFERENCES UTF-8 ALL")).contains("1", "2", "3");
  }

  @Test
  void aPartOfAResultIsToldAndSaved() throws IOException {
    three();
    assertThat(first("SEARCH RETURN (PARTIAL 2:5) ALL")).endsWith(" PARTIAL (2:5 2:3)");
    assertThat(first("SEARCH RETURN (PARTIAL 3:2) ALL")).endsWith(" PARTIAL (2:3 2:3)");
    assertThat(first("SEARCH RETURN (PARTIAL 4:5 COUNT) ALL"))
        .endsWith(" COUNT 3 PARTIAL (4:5 NIL)");
    assertThat(alice.ok("UID SEARCH RETURN (SAVE PARTIAL -1:-1) ALL").text())
        .contains("UID PARTIAL (-1:-1 3)");
    assertThat(first("UID SEARCH $")).isEqualTo("* SEARCH 3");
    alice.bad("SEARCH RETURN (PARTIAL 1:2 ALL) ALL");
    alice.bad("SEARCH RETURN (PARTIAL 1:*) ALL");
    alice.bad("SEARCH RETURN (PARTIAL 0:1) ALL");
  }

  @Test
  void keysAreReadWhereverTheyStand() throws IOException {
    three();
    assertThat(first("SEARCH (OR (SUBJECT alpha) (NOT SUBJECT beta)) 1:*")).isEqualTo("* SEARCH 2");
    assertThat(first("SEARCH NOT (UNSEEN SUBJECT alpha)")).isEqualTo("* SEARCH 1 3");
    assertThat(first("SEARCH CHARSET UTF-8 SENTSINCE \"2-Mar-2024\" SENTBEFORE 3-Mar-2024"))
        .isEqualTo("* SEARCH 3");
    assertThat(first("SEARCH RETURN () UID 2:*")).endsWith(" ALL 2:3");
    assertThat(first("SEARCH 9:12")).isEqualTo("* SEARCH");
    assertThat(first("SEARCH EMAILID none-such")).isEqualTo("* SEARCH");
    assertThat(alice.no("SEARCH CHARSET X-NONE ALL").last()).contains("[BADCHARSET ");
    alice.bad("SEARCH");
    alice.bad("SEARCH COLOUR");
    alice.bad("SEARCH ALL)");
    alice.bad("SEARCH " + "NOT ".repeat(5_000) + "ALL");
    alice.bad("SEARCH 0");
  }
}
