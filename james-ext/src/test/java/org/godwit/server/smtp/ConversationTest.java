package org.godwit.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.godwit.server.LineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of SMTP, as bytes on a socket. */
class ConversationTest {

  @TempDir static Path directory;
  @RegisterExtension final SmtpDoor door = new SmtpDoor(directory);
  private LineClient client;

  @BeforeEach
  void connect() throws Exception {
    client = door.connect();
  }

  @Test
  void aMessageGoesIntoTheQueueWithOurTraceBeforeIt() throws Exception {
    client.say("EHLO client.example");
    assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("250 2.1.0");
    assertThat(client.say("RCPT TO:<ann@example.org>")).startsWith("250 2.1.5");
    assertThat(client.say("DATA")).startsWith("354 ");
    assertThat(client.send("Subject: hi\r\n\r\n..dot\r\n.\r\n").reply())
        .startsWith("250 2.0.0 Accepted as ");
    KeepingQueue.Kept kept = door.queue().next();
    Mail mail = kept.mail();
    assertThat(mail.getMaybeSender().asString()).isEqualTo("eve@example.net");
    assertThat(mail.getRecipients())
        .extracting(Object::toString)
        .containsExactly("ann@example.org");
    assertThat(new String(kept.bytes(), StandardCharsets.US_ASCII))
        .matches(
            "(?s)Received: from client\\.example \\(\\[[0-9.]+]\\)\r\n"
                + "\tby mx\\.example\\.org \\(Godwit\\) with ESMTP id "
                + java.util.regex.Pattern.quote(mail.getName())
                + "\r\n\tfor <ann@example\\.org>;\r\n\t\\w{3}, .* [+-]\\d{4}\r\n"
                + "Subject: hi\r\n\r\n\\.dot\r\n");
    assertThat(client.say("QUIT")).startsWith("221 2.0.0");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void severalRecipientsAreNotNamedInTheTrace() throws Exception {
    client.say("EHLO client.example");
    client.say("MAIL FROM:<>");
    client.say("RCPT TO:<ann@example.org>");
    client.say("RCPT TO:<bob@example.org>");
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("250");
    assertThat(new String(door.queue().next().bytes(), StandardCharsets.US_ASCII))
        .contains("with ESMTP id ")
        .doesNotContain("ann@")
        .doesNotContain("bob@");
  }

  @Test
  void ehloAnnouncesWhatWorks() throws Exception {
    assertThat(List.of(client.say("EHLO client.example").split("\\|", -1)))
        .map(line -> line.substring(4))
        .containsExactly(
            "mx.example.org",
            "STARTTLS",
            "AUTH SCRAM-SHA-256 PLAIN LOGIN",
            "PIPELINING",
            "SIZE " + SmtpDoor.LIMIT,
            "8BITMIME",
            "SMTPUTF8",
            "DSN",
            "CHUNKING",
            "BINARYMIME",
            "ENHANCEDSTATUSCODES",
            "LIMITS RCPTMAX=" + SmtpDoor.MOST_RECIPIENTS);
    assertThat(client.say("HELO client.example")).isEqualTo("250 mx.example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<nobody@example.org>, 550 5.1.1",
    "RCPT TO:<ann@elsewhere.example>, 550 5.7.1",
    "RCPT TO:<ann+tag@example.org>, 250 2.1.5",
    "RCPT TO:<sales@example.org>, 250 2.1.5",
    "RCPT TO:<ANN@EXAMPLE.ORG>, 250 2.1.5",
    "RCPT TO:<\"ann\"@example.org>, 250 2.1.5",
    "RCPT TO:<@a.example:ann@example.org>, 250 2.1.5",
    "RCPT TO: <ann@example.org>, 250 2.1.5",
    "rcpt to:<ann@example.org>, 250 2.1.5",
    "RCPT TO:<postmaster>, 550 5.1.1",
    "RCPT TO:ann@example.org, 501 5.1.7",
    "RCPT TO:<ann@example.org, 501 5.1.7",
    "RCPT TO:<>, 553 5.1.3",
    "RCPT TO:<ann>, 553 5.1.3",
    "RCPT TO:<ann@example.org>x, 501 5.5.4",
    "RCPT TO:<a b@example.org>, 553 5.1.3",
    "RCPT TO:<ann@example.org> FOO=bar, 555 5.5.4",
    "RCPT TO:<ann@example.org> NOTIFY=SOMETIMES, 501 5.5.4",
    "'RCPT TO:<ann@example.org> NOTIFY=NEVER,DELAY', 501 5.5.4",
    "RCPT TO:<ann@example.org> ORCPT=ann@example.org, 501 5.5.4",
    "RCPT, 501 5.5.4"
  })
  void recipients(String command, String answer) throws Exception {
    client.say("EHLO client.example");
    client.say("MAIL FROM:<eve@example.net>");
    assertThat(client.say(command)).startsWith(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL FROM:<eve@example.net>, 250 2.1.0",
    "MAIL FROM:<>, 250 2.1.0",
    "MAIL FROM:<eve@example.net> SIZE=1000 BODY=8BITMIME, 250 2.1.0",
    "MAIL FROM:<eve@example.net> SIZE=3145728, 250 2.1.0",
    "MAIL FROM:<eve@example.net> SIZE=3145729, 552 5.3.4",
    "MAIL FROM:<eve@example.net> SIZE=99999999999999999999, 552 5.3.4",
    "MAIL FROM:<eve@example.net> SIZE=many, 501 5.5.4",
    "MAIL FROM:<eve@example.net> BODY=BINARY, 501 5.5.4",
    "MAIL FROM:<eve@example.net> RET=SOME, 501 5.5.4",
    "MAIL FROM:<eve@example.net> SIZE=1 SIZE=2, 501 5.5.4",
    "MAIL FROM:<eve@example.net> AUTH=<>, 250 2.1.0",
    "MAIL FROM:<eve@example.net> FOO=bar, 555 5.5.4",
    "MAIL FROM:<eve>, 553 5.1.3",
    "MAIL FROM:<@>, 553 5.1.3",
    "MAIL TO:<eve@example.net>, 501 5.5.4",
    "MAIL, 501 5.5.4"
  })
  void senders(String command, String answer) throws Exception {
    client.say("EHLO client.example");
    assertThat(client.say(command)).startsWith(answer);
    if (!answer.startsWith("250")) {
      assertThat(client.say("RCPT TO:<ann@example.org>")).startsWith("503 5.5.1");
    }
  }

  @Test
  void commandsOutOfOrderAreRefused() throws Exception {
    assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("503 5.5.1");
    client.say("EHLO client.example");
    assertThat(client.say("RCPT TO:<ann@example.org>")).startsWith("503 5.5.1");
    assertThat(client.say("DATA")).startsWith("503 5.5.1");
    client.say("MAIL FROM:<eve@example.net>");
    assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("503 5.5.1");
    assertThat(client.say("DATA")).startsWith("554 5.5.1");
    assertThat(client.say("RCPT TO:<ann@example.org>")).startsWith("250");
    assertThat(client.say("RSET")).startsWith("250");
    assertThat(client.say("DATA")).startsWith("503 5.5.1");
    assertThat(client.say("LHLO client.example")).startsWith("500 5.5.1");
  }

  @Test
  void aWholeConversationInOnePacketIsAnsweredInOrder() throws Exception {
    client.send(
        "EHLO client.example\r\nMAIL FROM:<eve@example.net>\r\nRCPT TO:<nobody@example.org>\r\n"
            + "RCPT TO:<ann@example.org>\r\nDATA\r\nSubject: 1\r\n\r\nx\r\n.\r\n"
            + "MAIL FROM:<eve@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n"
            + "Subject: 2\r\n\r\ny\r\n.\r\nNOOP\r\nQUIT\r\n");
    assertThat(client.reply()).startsWith("250-mx");
    for (String answer :
        List.of("250", "550", "250", "354", "250", "250", "250", "354", "250", "250", "221")) {
      assertThat(client.reply()).startsWith(answer);
    }
    assertThat(door.message()).startsWith("Subject: 1");
    assertThat(door.message()).startsWith("Subject: 2");
  }

  @Test
  void tooManyRecipientsAreToBeSentAgain() throws Exception {
    client.say("EHLO client.example");
    client.say("MAIL FROM:<eve@example.net>");
    for (int i = 0; i < SmtpDoor.MOST_RECIPIENTS; i++) {
      assertThat(client.say("RCPT TO:<ann+" + i + "@example.org>")).startsWith("250");
    }
    assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("452 4.5.3");
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("250");
    assertThat(door.queue().next().mail().getRecipients()).hasSize(SmtpDoor.MOST_RECIPIENTS);
  }

  @Test
  void whoeverGuessesRecipientsIsSentAway() throws Exception {
    client.say("EHLO client.example");
    client.say("MAIL FROM:<eve@example.net>");
    String answer = "";
    int tries = 0;
    while (tries < 200 && !answer.startsWith("421")) {
      answer = client.say("RCPT TO:<guess" + tries++ + "@example.org>");
    }
    assertThat(tries).isEqualTo(100);
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void dsnParametersComeWithTheMail() throws Exception {
    client.say("EHLO client.example");
    client.say("MAIL FROM:<eve@example.net> RET=HDRS ENVID=QQ314159");
    client.say("RCPT TO:<nobody@example.org> NOTIFY=SUCCESS");
    client.say("RCPT TO:<ann@example.org> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;sales+2B1@example.net");
    client.say("RCPT TO:<bob@example.org> ORCPT=x400;whatever");
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("250");
    DsnParameters dsn = door.queue().next().mail().dsnParameters().orElseThrow();
    assertThat(dsn.getRetParameter()).contains(DsnParameters.Ret.HDRS);
    assertThat(dsn.getEnvIdParameter().orElseThrow().asString()).isEqualTo("QQ314159");
    assertThat(dsn.getRcptParameters()).hasSize(1);
    DsnParameters.RecipientDsnParameters ann = dsn.getRcptParameters().values().iterator().next();
    assertThat(ann.getNotifyParameter().orElseThrow())
        .containsExactly(DsnParameters.Notify.SUCCESS, DsnParameters.Notify.DELAY);
    assertThat(ann.getOrcptParameter().orElseThrow().asString()).isEqualTo("sales+1@example.net");
  }

  @Test
  void internationalAddressesNeedSmtputf8AndWorkWithIt() throws Exception {
    String jorg = bytes("jörg@example.org");
    client.say("EHLO client.example");
    client.say("MAIL FROM:<eve@example.net>");
    assertThat(client.say("RCPT TO:<" + jorg + ">")).startsWith("553 5.6.7");
    client.say("RSET");
    assertThat(client.say("MAIL FROM:<" + bytes("wörter@bücher.example") + "> SMTPUTF8"))
        .startsWith("250");
    assertThat(client.say("RCPT TO:<" + jorg + ">")).startsWith("250");
    assertThat(client.say("RCPT TO:<" + bytes("jürg@example.org") + ">")).startsWith("550 5.1.1");
    client.say("DATA");
    assertThat(client.send(bytes("Subject: Grüße\r\n\r\nx\r\n") + ".\r\n").reply())
        .startsWith("250");
    KeepingQueue.Kept kept = door.queue().next();
    Mail mail = kept.mail();
    assertThat(mail.getMaybeSender().asString()).isEqualTo("\"wörter\"@xn--bcher-kva.example");
    assertThat(RecipientGate.localPart(mail.getRecipients().iterator().next())).isEqualTo("jörg");
    assertThat(new String(kept.bytes(), StandardCharsets.UTF_8))
        .contains("with UTF8SMTP id ")
        .contains("for <jörg@example.org>;")
        .contains("Subject: Grüße\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NOOP\n", "NO\rOP\r\n", "NOOP\0\r\n", "\r\n", "FOO\r\n", "NOOP \u00ff\u00fe\r\n"})
  void whatIsNoCommandIsRefused(String bytes) throws Exception {
    assertThat(client.send(bytes).reply()).startsWith("500 5.5");
    assertThat(client.say("NOOP")).startsWith("250");
  }

  @Test
  void aLineWithoutEndIsAnsweredOnceAndForgotten() throws Exception {
    client.send("NOOP ");
    for (int i = 0; i < 100; i++) {
      client.send("x".repeat(10_000));
    }
    assertThat(client.send("\r\n").reply()).startsWith("500 5.5.2");
    assertThat(client.say("NOOP")).startsWith("250");
    assertThat(client.say("NOOP " + "x".repeat(6000))).startsWith("500 5.5.2");
  }

  @Test
  void aFloodOfNonsenseEndsTheConversation() throws Exception {
    String answer = "";
    int tries = 0;
    while (tries < 50 && !answer.startsWith("421 4.7.0")) {
      answer = client.say("GET / HTTP/1.1");
      tries++;
    }
    assertThat(tries).isEqualTo(20);
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void whoeverOnlyKeepsUsBusyIsSentAway() throws Exception {
    client.say("EHLO client.example");
    for (int i = 0; i < 200; i++) {
      assertThat(client.say("NOOP")).startsWith("250");
    }
    client.say("MAIL FROM:<>");
    client.say("RCPT TO:<ann@example.org>");
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("250");
    for (int i = 0; i < 299; i++) {
      assertThat(client.say("NOOP")).as("a message begins it anew").startsWith("250");
    }
    assertThat(client.say("NOOP")).startsWith("421 4.7.0");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void aUserLogsInAndMayRelay() throws Exception {
    client.say("EHLO client.example");
    assertThat(client.say("AUTH PLAIN " + base64("\0ann@example.org\0wrong")))
        .startsWith("535 5.7.8");
    assertThat(client.say("AUTH PLAIN")).isEqualTo("334 ");
    assertThat(client.say(base64("\0ann@example.org\0secret"))).startsWith("235 2.7.0");
    assertThat(client.say("AUTH PLAIN")).startsWith("503 5.5.1");
    client.say("MAIL FROM:<ann@example.org>");
    assertThat(client.say("RCPT TO:<eve@example.net>")).startsWith("250");
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("250");
    assertThat(new String(door.queue().next().bytes(), StandardCharsets.US_ASCII))
        .contains("with ESMTPA id ");
  }

  @Test
  void authFailsInManyWays() throws Exception {
    client.say("EHLO client.example");
    assertThat(client.say("AUTH")).startsWith("501 5.5.4");
    assertThat(client.say("AUTH CRAM-MD5")).startsWith("504 5.5.4");
    client.say("AUTH LOGIN");
    assertThat(client.say("*")).startsWith("501 5.0.0");
    client.say("AUTH LOGIN");
    assertThat(client.say("!!!")).startsWith("421 4.7.0");
    assertThat(client.atEnd()).isTrue();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** UTF-8 as the client sends it, one char for each byte. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aLineWithoutEndIsAnsweredOnceAndEndsTheConversation() throws Exception {
    client.say("EHLO client.example");
    String piece = "A".repeat(64 * 1024);
    for (int i = 0; i < 18; i++) {
      client.send(piece);
    }
    assertThat(client.reply()).startsWith("500 5.5.2");
    assertThat(client.atEnd()).isTrue();
  }
}
