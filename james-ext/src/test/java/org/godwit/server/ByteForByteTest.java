package org.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A message comes out of POP3 and IMAP as it came in by SMTP, LMTP and BDAT, behind the trace. */
@ExtendWith(OneServer.class)
class ByteForByteTest {

  enum Way {
    DATA,
    BDAT,
    LMTP
  }

  static Stream<Arguments> messages() {
    return Stream.of(
            "Subject: plain\r\n\r\nbody\r\n",
            "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n",
            "Subject: f\u00fcr\r\n\r\n\u00fc\u00ff\u0080\u0001\r\n",
            "no header at all\r\n",
            "\r\nempty header\r\n",
            "Subject: x\r\n",
            "X-Long: " + "x".repeat(20_000) + "\r\n\r\n" + "y".repeat(100_000) + "\r\n",
            "From: a\r\nFrom: b\r\nBroken header\r\n folded\r\n\r\n\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=\"\r\n\r\n--\r\n--x\r\n\r\n--x--\r\n",
            random())
        .flatMap(message -> Stream.of(Way.values()).map(way -> Arguments.of(way, message)));
  }

  private static String random() {
    Random random = new Random(11);
    StringBuilder message = new StringBuilder("Subject: random\r\n\r\n");
    while (message.length() < 1_500_000) {
      char c = (char) random.nextInt(256);
      message.append(c == '\r' || c == '\n' || c == 0 ? "\r\n" : String.valueOf(c));
    }
    return message.append("\r\n").toString();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesOutAsItCameIn(Way way, String message, OneServer server) throws IOException {
    String name = "reader";
    send(server, way, server.address(name), message);
    String popped = pop(server, name);
    assertThat(popped.length() - popped.indexOf(message)).isEqualTo(message.length());
    assertThat(popped.substring(0, popped.length() - message.length()))
        .contains("Received: from client.example ")
        .endsWith("\r\n");
    try (ImapTalk imap = server.imap(name)) {
      imap.ok("SELECT INBOX");
      byte[] fetched = imap.ok("FETCH 1 BODY.PEEK[]").literals().get(0);
      assertThat(new String(fetched, ISO_8859_1)).isEqualTo(popped);
    }
  }

  private static void send(OneServer server, Way way, String to, String message)
      throws IOException {
    try (LineTalk talk = server.talk(way == Way.LMTP ? Service.LMTP : Service.SMTP)) {
      talk.expect("220");
      talk.say((way == Way.LMTP ? "LHLO" : "EHLO") + " client.example").expectAll("250");
      talk.say("MAIL FROM:<sender@example.org> BODY=8BITMIME").expect("250");
      talk.say("RCPT TO:<" + to + ">").expect("250");
      if (way == Way.BDAT) {
        int half = message.length() / 2;
        talk.send("BDAT " + half + "\r\n" + message.substring(0, half)).expect("250");
        talk.send("BDAT " + (message.length() - half) + " LAST\r\n" + message.substring(half))
            .expect("250");
      } else {
        talk.data(message.getBytes(ISO_8859_1)).expect("250");
      }
    }
  }

  private static String pop(OneServer server, String name) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> retrieve(server, name), text -> !text.isEmpty());
  }

  private static String retrieve(OneServer server, String name) throws IOException {
    try (LineTalk pop3 = server.talk(Service.POP3)) {
      pop3.expect("+OK");
      pop3.say("USER " + server.address(name)).expect("+OK");
      pop3.say("PASS " + OneServer.PASSWORD);
      String answer = pop3.line();
      if (!answer.startsWith("+OK 1 ")) {
        return "";
      }
      int size = Integer.parseInt(pop3.say("LIST 1").expect("+OK").split(" ", 3)[2]);
      pop3.say("RETR 1").expect("+OK");
      byte[] message = pop3.multiline();
      assertThat(message).as("the size that LIST told").hasSize(size);
      pop3.say("QUIT").expect("+OK");
      return new String(message, ISO_8859_1);
    }
  }
}
