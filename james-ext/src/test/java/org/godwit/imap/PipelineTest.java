package org.godwit.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whatever the packets: the same commands, once each, and no byte of a literal among them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineTest {
  private static final int ABOVE_MEMORY = 11 * 1024 * 1024;

  private ImapFixture imap;

  @BeforeAll
  void start() throws Exception {
    imap = new ImapFixture();
  }

  @AfterAll
  void stop() {
    imap.close();
  }

  /** A message with commands for a body. */
  private static String message(String mailbox) {
    return "Subject: x\r\n\r\nz1 CREATE " + mailbox + "\r\nz2 LOGOUT\r\n";
  }

  private static String append(String tag, String message) {
    return tag + " APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n";
  }

  @Test
  void aStreamMeansTheSameWhereverItIsCut() throws IOException {
    String message = message("injected");
    byte[] stream =
        ("a1 LOGIN {5+}\r\nalice {6+}\r\nsecret\r\n"
                + "a2 SELECT {5+}\r\nINBOX\r\n"
                + "a3 NOOP\na4 SEARCH SUBJECT \"{5}\" BODY {3+}\r\nz 1\r\n"
                + append("a5", message)
                + "a6 APPEND INBOX {0+}\r\n\r\n"
                + append("a7", message)
                + "a8 LIST \"\" injected\r\na9 LOGOUT\r\n")
            .getBytes(ISO_8859_1);
    for (int cut = 1; cut < stream.length; cut++) {
      try (Wire wire = imap.connect()) {
        wire.sendCut(stream, cut);
        assertThat(tagged(wire.until("never")))
            .as("cut at byte %d", cut)
            .isEqualTo(
                List.of(
                    "a1 OK", "a2 OK", "a3 OK", "a4 OK", "a5 OK", "a6 OK", "a7 OK", "a8 OK",
                    "a9 OK"));
      }
    }
    try (Wire wire = imap.login("alice")) {
      assertThat(wire.ok("LIST \"\" *").text()).doesNotContain("injected");
      assertThat(wire.ok("STATUS INBOX (MESSAGES)").text())
          .contains("(MESSAGES " + 3 * (stream.length - 1) + ")");
    }
  }

  private static List<String> tagged(Wire.Reply reply) {
    List<String> tagged = new ArrayList<>();
    for (String line : reply.lines()) {
      if (!line.startsWith("*") && !line.startsWith("+")) {
        tagged.add(line.substring(0, Math.min(5, line.length())));
      }
    }
    return tagged;
  }

  @Test
  void theTailOfALiteralThenCommandsThenAnotherCutLiteralRunOnce() throws Exception {
    try (Wire wire = imap.login("bob")) {
      String message = message("bobs");
      String first = append("b1", message);
      String second = append("b3", message + "y".repeat(5000));
      int half = first.length() - 20;
      wire.send(first.substring(0, half));
      Thread.sleep(50);
      wire.send(
          first.substring(half) + "b2 CREATE once\r\n" + second.substring(0, second.length() - 30));
      Thread.sleep(50);
      wire.send(second.substring(second.length() - 30, second.length() - 10)); // still not whole
      Thread.sleep(50);
      wire.send(second.substring(second.length() - 10) + "b4 LIST \"\" *\r\n");
      Wire.Reply reply = wire.until("b4");
      assertThat(tagged(reply)).containsExactly("b1 OK", "b2 OK", "b3 OK", "b4 OK");
      assertThat(reply.text()).contains("once").doesNotContain("bobs");
    }
  }

  @Test
  void commandsBehindALiteralTooLargeForMemoryAreAnswered() throws IOException {
    try (Wire wire = imap.login("alice")) {
      String message = "Subject: big\r\n\r\n" + "x".repeat(ABOVE_MEMORY);
      wire.ok("CREATE big");
      wire.send(
          "c1 APPEND big {"
              + message.length()
              + "+}\r\n"
              + message
              + "\r\nc2 NOOP\r\nc3 SELECT big\r\n");
      assertThat(tagged(wire.until("c3"))).containsExactly("c1 OK", "c2 OK", "c3 OK");
      assertThat(wire.ok("FETCH 1 BODY.PEEK[]").text()).contains(message);
    }
  }

  @Test
  void literalsOfEverySizeComeBackByteForByte() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.ok("CREATE sizes");
      wire.ok("SELECT sizes");
      int number = 0;
      for (int size : new int[] {16, 100, 4096, 65_536, 262_144, 262_145, 1024 * 1024}) {
        String message =
            "Subject: size\r\n\r\n" + "\0\u00ff\r\n{5}\n".repeat(size).substring(0, size);
        wire.send("d APPEND sizes {" + message.length() + "}\r\n");
        assertThat(wire.line()).startsWith("+ ");
        wire.send(message + "\r\n");
        assertThat(wire.until("d").last()).startsWith("d OK");
        number++;
        assertThat(wire.ok("FETCH " + number + " BODY.PEEK[]").text())
            .contains("{" + message.length() + "}\r\n" + message);
      }
    }
  }

  @Test
  void loginAndSelectMayBeSentTogether() throws IOException {
    try (Wire wire = imap.connect()) {
      wire.send("e1 LOGIN alice secret\r\ne2 SELECT INBOX\r\ne3 LOGOUT\r\n");
      assertThat(tagged(wire.until("never"))).containsExactly("e1 OK", "e2 OK", "e3 OK");
    }
  }
}
