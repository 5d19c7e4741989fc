package org.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.server.Corpora.Message;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real mail goes in by SMTP, LMTP and APPEND, and comes out by IMAP and POP3 as it was, byte for
 * byte; and whatever is broken in it, its envelope and structure can be asked for.
 */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {

  /** All 6,046 mails take some minutes: {@code -Dgodwit.corpus.step=1}. */
  private static final int STEP = Integer.getInteger("godwit.corpus.step", 25);

  private static final int BATCH = 100;

  /** Which message it is, as we said in MAIL FROM; and all that we put before it. */
  private static final Pattern TRACE =
      Pattern.compile(
          "Return-Path: <number-(\\d+)@example.org>\r\n"
              + "Delivered-To: \\S+\r\n"
              + "Received: [^\r]+\r\n(?:[ \t][^\r]+\r\n)*");

  private List<Message> messages;

  @BeforeAll
  void collect() {
    messages = new ArrayList<>(Corpora.mime4j());
    messages.addAll(Corpora.spamAssassin(STEP));
    assertThat(messages).hasSizeGreaterThan(80 + 6000 / STEP);
  }

  @ParameterizedTest
  @EnumSource(
      value = Service.class,
      names = {"SMTP", "LMTP"})
  void mailComesOutBehindOurTraceAsItCameIn(Service door, OneServer server) throws Exception {
    String name = "corpus";
    deliver(server, door, server.address(name));
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> count(server, name) >= messages.size());

    List<byte[]> fetched = fetch(server, name);
    boolean[] seen = new boolean[messages.size()];
    for (byte[] bytes : fetched) {
      String text = new String(bytes, ISO_8859_1);
      Matcher trace = TRACE.matcher(text);
      assertThat(trace.lookingAt()).as(text).isTrue();
      int number = Integer.parseInt(trace.group(1));
      assertThat(seen[number]).as("%s came before", messages.get(number)).isFalse();
      seen[number] = true;
      assertThat(text.substring(trace.end()))
          .as("%s", messages.get(number))
          .isEqualTo(new String(messages.get(number).canonical(), ISO_8859_1));
    }
    assertThat(seen).doesNotContain(false);
    assertThat(retrieve(server, name)).containsExactlyElementsOf(fetched);
    tellsOfEach(server, name);
  }

  @Test
  void whatIsAppendedComesOutAsItWas(OneServer server) throws Exception {
    String name = "corpus";
    try (ImapTalk imap = server.imap(name)) {
      for (Message message : messages) {
        imap.append("INBOX", message.bytes());
      }
    }
    List<byte[]> fetched = fetch(server, name);
    assertThat(fetched).containsExactlyElementsOf(messages.stream().map(Message::bytes).toList());
    // 1939 §3: lines end with CRLF, so only those messages can be read as they are
    List<byte[]> popped = retrieve(server, name);
    for (int i = 0; i < popped.size(); i++) {
      Message out = new Message(messages.get(i).name(), popped.get(i));
      assertThat(out.canonical()).as("%s", out).isEqualTo(messages.get(i).canonical());
    }
    tellsOfEach(server, name);
  }

  private void deliver(OneServer server, Service door, String to) throws IOException {
    try (LineTalk talk = server.talk(door)) {
      talk.expect("220");
      talk.say((door == Service.LMTP ? "LHLO" : "EHLO") + " client.example").expectAll("250");
      for (int number = 0; number < messages.size(); number++) {
        String from = "number-" + number + "@example.org";
        talk.say("MAIL FROM:<" + from + "> BODY=8BITMIME").expect("250");
        talk.say("RCPT TO:<" + to + ">").expect("250");
        talk.data(messages.get(number).canonical()).expect("250");
      }
      talk.say("QUIT").expect("221");
    }
  }

  private static int count(OneServer server, String name) throws IOException {
    try (ImapTalk imap = server.imap(name)) {
      String status = imap.ok("STATUS INBOX (MESSAGES)").untagged().get(0);
      return Integer.parseInt(status.replaceFirst(".*MESSAGES (\\d+).*", "$1"));
    }
  }

  private List<byte[]> fetch(OneServer server, String name) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (ImapTalk imap = server.imap(name)) {
      imap.ok("SELECT INBOX");
      for (int first = 1; first <= messages.size(); first += BATCH) {
        all.addAll(imap.ok("FETCH " + range(first) + " BODY.PEEK[]").literals());
      }
    }
    assertThat(all).hasSameSizeAs(messages);
    return all;
  }

  private String range(int first) {
    return first + ":" + Math.min(first + BATCH - 1, messages.size());
  }

  private void tellsOfEach(OneServer server, String name) throws IOException {
    try (ImapTalk imap = server.imap(name)) {
      imap.ok("SELECT INBOX");
      for (int first = 1; first <= messages.size(); first += BATCH) {
        List<String> told =
            imap.ok("FETCH " + range(first) + " (ENVELOPE BODYSTRUCTURE RFC822.SIZE)").untagged();
        assertThat(told).hasSize(Math.min(BATCH, messages.size() - first + 1));
        for (String line : told) {
          assertThat(line).contains("ENVELOPE (").contains("BODYSTRUCTURE (");
        }
      }
    }
  }

  private List<byte[]> retrieve(OneServer server, String name) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (LineTalk pop3 = server.talk(Service.POP3)) {
      pop3.expect("+OK");
      pop3.say("USER " + server.address(name)).expect("+OK");
      pop3.say("PASS " + OneServer.PASSWORD).expect("+OK " + messages.size() + " ");
      for (int number = 1; number <= messages.size(); number++) {
        pop3.say("RETR " + number).expect("+OK");
        all.add(pop3.multiline());
      }
      pop3.say("QUIT").expect("+OK");
    }
    return all;
  }
}
