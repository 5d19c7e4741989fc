package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What POP3 promises across sessions (1939 §7), and many commands in one packet (2449 §6.6). */
@ExtendWith(OneServer.class)
class Pop3OnTheStoreTest {

  private static void deliver(OneServer server, int mails) throws IOException {
    try (LineTalk lmtp = server.talk(Service.LMTP);
        ImapTalk imap = server.imap("alice")) {
      lmtp.expect("220");
      lmtp.say("LHLO client").expectAll("250");
      for (int i = 1; i <= mails; i++) {
        lmtp.say("MAIL FROM:<a@example.org>").expect("250");
        lmtp.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
        lmtp.data(
                ("Subject: " + i + "\r\n\r\n.dot\r\nmore\r\n").getBytes(StandardCharsets.US_ASCII))
            .expect("250");
        awaitMessages(imap, i); // mails under way at once may overtake each other
      }
    }
  }

  private static void awaitMessages(ImapTalk imap, int messages) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                imap.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains("MESSAGES " + messages));
  }

  private static LineTalk login(OneServer server) throws IOException {
    LineTalk pop3 = server.talk(Service.POP3S);
    pop3.expect("+OK");
    pop3.say("USER " + server.address("alice")).expect("+OK");
    pop3.say("PASS " + OneServer.PASSWORD).expect("+OK");
    return pop3;
  }

  private static List<String> many(LineTalk pop3) throws IOException {
    pop3.expect("+OK");
    return new String(pop3.multiline(), StandardCharsets.US_ASCII).lines().toList();
  }

  @Test
  void aPacketOfCommandsIsAnsweredInOrderAndUniqueIdsStay(OneServer server) throws IOException {
    deliver(server, 3);
    List<String> ids;
    try (LineTalk pop3 = login(server)) {
      pop3.send("UIDL\r\nLIST\r\nTOP 1 0\r\nRETR 2\r\nDELE 1\r\nSTAT\r\nQUIT\r\n");
      ids = many(pop3);
      List<String> sizes = many(pop3);
      List<String> top = many(pop3);
      pop3.expect("+OK");
      byte[] second = pop3.multiline();

      assertThat(ids).hasSize(3).doesNotHaveDuplicates();
      assertThat(top).contains("Subject: 1").endsWith("");
      assertThat(sizes.get(1)).isEqualTo("2 " + second.length); // 1939 §11: octets, dots unstuffed
      pop3.expect("+OK");
      pop3.expect("+OK 2 ");
      pop3.expect("+OK");
    }
    try (LineTalk pop3 = login(server)) {
      pop3.say("UIDL");
      assertThat(many(pop3))
          .containsExactly(ids.get(1).replace("2 ", "1 "), ids.get(2).replace("3 ", "2 "));
    }
  }

  /** IMAP's APPEND takes line ends that SMTP does not. */
  @Test
  void sizesAreThoseOfWhatIsSent(OneServer server) throws IOException {
    List<String> messages =
        List.of(
            "Subject: whole\r\n\r\nbody\r\n",
            "Subject: no end\r\n\r\nbody",
            "Subject: half an end\r\n\r\nbody\r",
            "Subject: bare\n\nbody\n.\n..\nmore\r\n.\n",
            "Subject: dots\r\n\r\n.\r\n..\r\n.",
            "no header",
            "\n");
    try (ImapTalk imap = server.imap("alice")) {
      for (String message : messages) {
        imap.append("INBOX", message.getBytes(StandardCharsets.ISO_8859_1));
      }
      imap.ok("SELECT INBOX");
      imap.ok("COPY 1:* Archive");
    }
    try (LineTalk pop3 = login(server)) {
      pop3.say("LIST");
      List<String> sizes = many(pop3);
      long sum = 0;
      for (int i = 1; i <= messages.size(); i++) {
        pop3.say("RETR " + i);
        pop3.expect("+OK");
        byte[] sent = pop3.multiline();
        assertThat(new String(sent, StandardCharsets.ISO_8859_1))
            .as("message %d", i)
            .isEqualTo(lines(messages.get(i - 1)));
        assertThat(sizes.get(i - 1)).isEqualTo(i + " " + sent.length);
        pop3.say("LIST " + i).expect("+OK " + i + " " + sent.length);
        pop3.say("TOP " + i + " 99");
        pop3.expect("+OK");
        assertThat(pop3.multiline()).isEqualTo(sent);
        sum += sent.length;
      }
      pop3.say("STAT").expect("+OK " + messages.size() + " " + sum);
    }
  }

  private static String lines(String message) {
    String whole = message.replaceAll("(?<!\r)\n", "\r\n");
    return whole.endsWith("\n") ? whole : whole.replaceAll("\r$", "") + "\r\n";
  }

  @Test
  void theDropIsOneClientsAtATime(OneServer server) throws IOException {
    try (LineTalk first = login(server);
        LineTalk second = server.talk(Service.POP3S)) {
      second.expect("+OK");
      second.say("USER " + server.address("alice")).expect("+OK");
      second.say("PASS " + OneServer.PASSWORD).expect("-ERR [IN-USE]"); // 2449 §8.1.1
      first.say("QUIT").expect("+OK");
    }
    login(server).close();
  }
}
