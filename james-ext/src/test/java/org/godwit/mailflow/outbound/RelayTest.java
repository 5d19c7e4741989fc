package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail goes out by SMTP (5321). */
class RelayTest {
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    site = new Site(peer.port());
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
    peer.close();
  }

  private void awaitDone() {
    await().until(() -> site.outgoing().rows().isEmpty());
  }

  private String relayed(String message) throws Exception {
    site.send(message, mail -> {}, "bob@there.example");
    site.start();
    awaitDone();
    return peer.mails().getFirst().data();
  }

  @Test
  void aMailReachesTheServerOfItsDomain() throws Exception {
    site.send("bob@there.example", "eve@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails()).hasSize(1);
    assertThat(peer.mails().getFirst().mail())
        .isEqualTo("MAIL FROM:<alice@here.example> SIZE=" + Site.MESSAGE.length());
    assertThat(peer.mails().getFirst().recipients())
        .containsExactly("RCPT TO:<bob@there.example>", "RCPT TO:<eve@there.example>");
    assertThat(peer.commands()).first().isEqualTo("EHLO mail.here.example");
    assertThat(site.spool().rows()).isEmpty();
  }

  @Test
  void aMessageGoesOutByteForByteWithItsDotsDoubled() throws Exception {
    String message =
        "From: a@here.example\r\nSubject:  two  blanks\r\nX-Fold: a\r\n\tb\r\nx-odd  : y\r\n\r\n"
            + ".dot\r\n..two\r\nno dot\r\n\r\n.\r\nlast \t\r\n";

    assertThat(relayed(message)).isEqualTo(message.replace("\r\n.", "\r\n.."));
  }

  @Test
  void lonelyCarriageReturnsAndLineFeedsBecomeLineEnds() throws Exception {
    String message = "From: a@here.example\nSubject: x\n\n.one\rtwo\n\r\n.\rthree";

    assertThat(relayed(message))
        .isEqualTo("From: a@here.example\r\nSubject: x\r\n\r\n..one\r\ntwo\r\n\r\n..\r\nthree\r\n");
  }

  @Test
  void rawBytesInHeaderAndBodySurvive() throws Exception {
    String message = "From: a@here.example\r\nSubject: caf\u00e9\r\n\r\n\u0080\u00ff\u00e9\r\n";

    assertThat(relayed(message)).isEqualTo(message);
    assertThat(peer.mails().getFirst().mail()).endsWith("BODY=8BITMIME");
  }

  @Test
  void eightBitsAreEncodedForAServerOfSevenWithTheSizeThatThisMakes() throws Exception {
    peer.offering("SIZE");
    String seven =
        "From: a@here.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit"
            + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=2Ecaf=E9\r\n";

    assertThat(relayed("From: a@here.example\r\n\r\n.caf\u00e9\r\n")).isEqualTo(seven);
    assertThat(peer.mails().getFirst().mail())
        .isEqualTo("MAIL FROM:<alice@here.example> SIZE=" + seven.length());
  }

  @Test
  void aSignedMailWithEightBitsComesBackFromAServerOfSeven() throws Exception {
    peer.offering("SIZE");
    site.send(
        "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\n\u00e9\r\n"
            + "--s\r\n\r\nsignature\r\n--s--\r\n",
        mail -> {},
        "bob@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails()).isEmpty();
    assertThat(site.report()).contains("Status: 5.6.3");
  }

  @Test
  void internationalAddressesNeedAServerThatTakesThem() throws Exception {
    MailAddress joerg = new MailAddress("\"j\u00f6rg\"@there.example");
    MailAddress bob = new MailAddress("bob@there.example");
    site.send(Site.MESSAGE, mail -> mail.setRecipients(List.of(joerg, bob)), "x@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails().getFirst().recipients()).containsExactly("RCPT TO:<bob@there.example>");
    assertThat(site.report())
        .contains("Final-Recipient: utf-8; j\\x{F6}rg@there.example")
        .contains("Status: 5.6.7");
  }

  @Test
  void internationalAddressesAreWrittenWithoutJamessQuotes() throws Exception {
    peer.offering("8BITMIME", "SMTPUTF8");
    MailAddress joerg = new MailAddress("\"j\u00f6rg\"@there.example");
    site.send(Site.MESSAGE, mail -> mail.setRecipients(List.of(joerg)), "x@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails().getFirst().mail()).isEqualTo("MAIL FROM:<alice@here.example> SMTPUTF8");
    assertThat(peer.mails().getFirst().recipients())
        .containsExactly("RCPT TO:<j\u00f6rg@there.example>");
  }

  @Test
  void eachDomainGetsItsOwnMail() throws Exception {
    site.dns.mx("other.example", 10, "mx.there.example");
    site.send("bob@there.example", "eve@other.example", "joe@there.example");

    assertThat(site.outgoing().rows())
        .extracting(row -> row.mail().getRecipients())
        .containsExactly(
            List.of(new MailAddress("bob@there.example"), new MailAddress("joe@there.example")),
            List.of(new MailAddress("eve@other.example")));
    site.start();
    awaitDone();
    assertThat(peer.mails()).hasSize(2);
  }

  @Test
  void severalMailsShareOneConnection() throws Exception {
    site.send("bob@there.example");
    site.start();
    awaitDone();
    for (int i = 0; i < 4; i++) {
      site.send("bob@there.example");
      awaitDone();
    }

    assertThat(peer.mails()).hasSize(5);
    assertThat(peer.connections()).isEqualTo(1);
    assertThat(peer.commands()).filteredOn("RSET"::equals).hasSize(4);
    await().until(() -> peer.commands().contains("QUIT"));
  }

  @Test
  void aReusedConnectionThatIsGoneIsReplacedWithinTheAttempt() throws Exception {
    site.start();
    site.send("bob@there.example");
    awaitDone();
    peer.answering("RSET", SmtpPeer.DROP);
    site.send("bob@there.example");
    awaitDone();

    assertThat(peer.mails()).hasSize(2);
    assertThat(peer.connections()).isEqualTo(2);
  }

  @Test
  void aServerThatCannotBeReachedIsFollowedByTheNext() throws Exception {
    site.dns.mx("there.example", 5, "dead.there.example").host("dead.there.example", "127.0.0.7");
    site.send("bob@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails()).hasSize(1);
  }

  @Test
  void aServerThatDoesNotWantToTalkIsFollowedByTheNext() throws Exception {
    try (SmtpPeer first = SmtpPeer.at("127.0.0.8", peer.port())) {
      first.answering("GREETING", "554 not today");
      site.dns.mx("there.example", 5, "first").host("first", "127.0.0.8");
      site.send("bob@there.example");
      site.start();
      awaitDone();

      assertThat(first.connections()).isEqualTo(1);
      assertThat(peer.mails()).hasSize(1);
    }
  }

  @Test
  void aServerThatDropsTheTransactionBeforeItsDataIsFollowedByTheNext() throws Exception {
    try (SmtpPeer first = SmtpPeer.at("127.0.0.8", peer.port())) {
      first.answering("RCPT", SmtpPeer.DROP);
      site.dns.mx("there.example", 5, "first").host("first", "127.0.0.8");
      site.send("bob@there.example");
      site.start();
      awaitDone();

      assertThat(peer.mails()).hasSize(1);
    }
  }

  @Test
  void anIpv6OnlyServerIsReached() throws Exception {
    try (SmtpPeer six = SmtpPeer.at("::1", peer.port())) {
      site.dns.mx("six.example", 10, "mx.six.example").host("mx.six.example", "::1");
      site.send("bob@six.example");
      site.start();
      awaitDone();

      assertThat(six.mails()).hasSize(1);
    }
  }

  @Test
  void anAddressLiteralIsWrittenInBracketsAgain() throws Exception {
    site.send("bob@[127.0.0.1]");
    site.start();
    awaitDone();

    assertThat(peer.mails().getFirst().recipients()).containsExactly("RCPT TO:<bob@[127.0.0.1]>");
  }

  @Test
  void aServerOfTheOldKindIsGreetedWithHelo() throws Exception {
    peer.answering("EHLO", "502 5.5.1 what");
    site.send("bob@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails().getFirst().mail()).isEqualTo("MAIL FROM:<alice@here.example>");
  }

  @Test
  void manyRecipientsGoInTransactionsOfAHundred() throws Exception {
    site.send(
        IntStream.range(0, 250).mapToObj(i -> "r" + i + "@there.example").toArray(String[]::new));
    site.start();
    awaitDone();

    assertThat(peer.mails())
        .extracting(mail -> mail.recipients().size())
        .containsExactly(100, 100, 50);
    Set<String> all =
        peer.mails().stream()
            .flatMap(mail -> mail.recipients().stream())
            .collect(Collectors.toSet());
    assertThat(all).hasSize(250);
    assertThat(peer.connections()).isEqualTo(1);
  }

  @Test
  void commandsArePipelinedWhereTheServerAllows() throws Exception {
    peer.offering("PIPELINING", "SIZE").answering("RCPT TO:<eve", "550 5.1.1 who");
    site.send("bob@there.example", "eve@there.example", "joe@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails().getFirst().recipients())
        .containsExactly("RCPT TO:<bob@there.example>", "RCPT TO:<joe@there.example>");
    assertThat(site.report()).contains("Final-Recipient: rfc822; eve@there.example");
  }

  @Test
  void pipelinedRepliesBehindARefusedSenderAreNotMistaken() throws Exception {
    peer.offering("PIPELINING").answering("MAIL", "550 5.7.1 not you");
    site.send("bob@there.example");
    site.start();
    awaitDone();

    assertThat(peer.mails()).isEmpty();
    assertThat(peer.commands()).doesNotContain("DATA");
    assertThat(site.report()).contains("550 5.7.1 not you");
  }

  @Test
  void aQuotedLineBreakInAnAddressIsNoCommand() throws Exception {
    MailAddress evil = new MailAddress("\"a\\\nRSET\"@there.example");
    site.send(Site.MESSAGE, mail -> mail.setRecipients(List.of(evil)), "bob@there.example");
    site.start();
    awaitDone();

    assertThat(peer.connections()).isZero();
    assertThat(site.report()).contains("Status: 5.1.3");
  }
}
