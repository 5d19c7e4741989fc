package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail goes in at each door and comes out at each, byte for byte. */
@ExtendWith(OneServer.class)
class MailServerTest {

  private static final String MESSAGE =
      "From: sender@example.org\r\n"
          + "To: you@example.test\r\n"
          + "Subject: one\r\n"
          + "Message-ID: <one@example.org>\r\n"
          + "\r\n"
          + ".a line that begins with a dot\r\n"
          + "..two dots\r\n"
          + "end\r\n";

  @ParameterizedTest
  @EnumSource(names = {"SMTP", "LMTP"})
  void whatComesInIsReadByImapAndPop3ByteForByte(Service door, OneServer server)
      throws IOException {
    deliver(server, door, "alice");
    try (ImapTalk imap = server.imap("alice")) {
      byte[] read = firstMessage(imap);
      assertThat(text(read)).endsWith(MESSAGE).contains("Received: ");
      try (LineTalk pop3 = pop3(server, Service.POP3, "alice")) {
        pop3.say("RETR 1").expect("+OK");
        assertThat(text(pop3.multiline())).isEqualTo(text(read));
      }
    }
  }

  @Test
  void whatWasSubmittedIsDelivered(OneServer server) throws IOException {
    try (LineTalk submission = server.talk(Service.SUBMISSIONS)) {
      submission.expect("220");
      submission.say("EHLO client").expectAll("250");
      submission.say("AUTH PLAIN " + plain(server.address("alice"))).expect("235");
      submission.say("MAIL FROM:<" + server.address("alice") + ">").expect("250");
      submission.say("RCPT TO:<" + server.address("bob") + ">").expect("250");
      submission.data(MESSAGE.getBytes(StandardCharsets.US_ASCII)).expect("250");
    }
    try (ImapTalk bob = server.imap("bob")) {
      assertThat(text(firstMessage(bob))).endsWith(MESSAGE);
    }
  }

  @Test
  void submissionAsksWhoYouAreFirst(OneServer server) throws IOException {
    try (LineTalk submission = server.talk(Service.SUBMISSION)) {
      submission.expect("220");
      submission.say("EHLO client").expectAll("250");
      submission.say("MAIL FROM:<" + server.address("alice") + ">").expect("530");
    }
  }

  @Test
  void nobodySubmitsAsSomebodyElse(OneServer server) throws IOException {
    try (LineTalk submission = server.talk(Service.SUBMISSION)) {
      submission.expect("220");
      submission.say("EHLO client").expectAll("250");
      submission.say("AUTH PLAIN " + plain(server.address("alice"))).expect("235");
      submission.say("MAIL FROM:<" + server.address("bob") + ">").expect("5");
      submission.say("MAIL FROM:<someone@example.org>").expect("5");
      submission.say("MAIL FROM:<>").expect("250");
    }
  }

  @Test
  void strangersMayNotRelay(OneServer server) throws IOException {
    try (LineTalk smtp = server.talk(Service.SMTP)) {
      smtp.expect("220");
      smtp.say("EHLO client").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org>").expect("250");
      smtp.say("RCPT TO:<other@example.com>").expect("550");
      smtp.say("RCPT TO:<nobody@example.test>").expect("550");
      smtp.say("AUTH PLAIN " + plain(server.address("alice"))).expect("50");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IMAPS", "POP3S", "SUBMISSIONS"})
  void greetsUnderTlsThatNamesTheHost(Service door, OneServer server) throws IOException {
    try (LineTalk talk = server.talk(door)) {
      assertThat(talk.line()).matches("(\\* OK|\\+OK|220) .*");
      assertThat(talk.certificate()).isNotNull();
    }
  }

  @Test
  void answersThatItIsWell(OneServer server) {
    assertThat(server.server().problems()).isEmpty();
  }

  private static void deliver(OneServer server, Service door, String name) throws IOException {
    try (LineTalk talk = server.talk(door)) {
      talk.expect("220");
      talk.say((door == Service.LMTP ? "LHLO" : "EHLO") + " client.example.org").expectAll("250");
      talk.say("MAIL FROM:<sender@example.org>").expect("250");
      talk.say("RCPT TO:<" + server.address(name) + ">").expect("250");
      talk.data(MESSAGE.getBytes(StandardCharsets.US_ASCII)).expect("250");
      talk.say("QUIT").expect("221");
    }
  }

  static byte[] firstMessage(ImapTalk imap) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> imap.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains("MESSAGES 1"));
    try {
      imap.ok("SELECT INBOX");
      return imap.ok("FETCH 1 BODY.PEEK[]").literals().get(0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static LineTalk pop3(OneServer server, Service door, String name) throws IOException {
    LineTalk pop3 = server.talk(door);
    pop3.expect("+OK");
    pop3.say("USER " + server.address(name)).expect("+OK");
    pop3.say("PASS " + OneServer.PASSWORD).expect("+OK");
    return pop3;
  }

  static String plain(String user) {
    return java.util.Base64.getEncoder()
        .encodeToString(("\0" + user + "\0" + OneServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
