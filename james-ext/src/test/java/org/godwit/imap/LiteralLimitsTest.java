package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a stranger and a user may send, and what they hear when it is too much (CVE-2024-37358). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiteralLimitsTest {
  private ImapFixture imap;

  @BeforeAll
  void start() throws Exception {
    Path spill = Path.of(System.getProperty("java.io.tmpdir"));
    imap = new ImapFixture(ImapLimits.forMessagesUpTo(1_000_000, spill));
  }

  @AfterAll
  void stop() {
    imap.close();
  }

  @Test
  void aMessageTooLargeIsRefusedBeforeItIsSent() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a APPEND INBOX {1000001}\r\n");
      assertThat(wire.line()).startsWith("a NO [TOOBIG]");
      wire.ok("NOOP");
    }
  }

  @Test
  void aMessageTooLargeThatComesUnaskedIsReadAndForgotten() throws IOException {
    try (Wire wire = imap.login("alice")) {
      String message = "b CREATE inside\r\n".repeat(70_000);
      wire.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\nb NOOP\r\n");
      assertThat(wire.line()).startsWith("a NO [TOOBIG]");
      assertThat(wire.line()).startsWith("b OK NOOP");
      assertThat(wire.ok("LIST \"\" *").text()).doesNotContain("inside");
    }
  }

  @Test
  void aStrangerMaySendSmallLiteralsOnly() throws IOException {
    try (Wire wire = imap.connect()) {
      wire.send("a LOGIN {8193}\r\n");
      assertThat(wire.line()).startsWith("a NO [LIMIT]");
      wire.send(
          "b LOGIN {8000+}\r\n" + "x".repeat(8000) + " {193+}\r\n" + "x".repeat(193) + "\r\n");
      assertThat(wire.line()).startsWith("b NO [LIMIT]");
      wire.send("c APPEND INBOX {8193}\r\n");
      assertThat(wire.line()).startsWith("c NO [LIMIT]");
      wire.ok("LOGIN alice secret");
    }
  }

  @Test
  void onlyAMessageMayBeLarge() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a SELECT {65537}\r\n");
      assertThat(wire.line()).startsWith("a NO [LIMIT]");
      wire.ok("NOOP");
    }
  }

  @Test
  void aSizeThatNoNumberHoldsIsNoLiteral() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a SELECT {99999999999999999999}\r\n");
      assertThat(wire.line()).startsWith("a BAD");
      wire.send("a SELECT {-5}\r\n");
      assertThat(wire.line()).startsWith("a BAD");
      wire.send("a APPEND INBOX {999999999999999999}\r\n");
      assertThat(wire.line()).startsWith("a NO [TOOBIG]");
      wire.ok("NOOP");
    }
  }

  @Test
  void tooManyLiteralsInOneCommandAreRefused() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a SEARCH" + " SUBJECT {1+}\r\nx".repeat(101) + "\r\nb NOOP\r\n");
      assertThat(wire.line()).startsWith("a BAD [LIMIT]");
      assertThat(wire.line()).startsWith("b OK");
    }
  }

  @Test
  void aLineTooLongIsRefusedAndTheNextOneIsRead() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a SEARCH " + "x".repeat(70_000) + "\r\nb NOOP\r\n");
      assertThat(wire.line()).startsWith("a BAD");
      assertThat(wire.line()).startsWith("b OK");
      wire.send("c SEARCH " + "x".repeat(300_000) + " {13+}\r\nd CREATE no\r\n\r\ne NOOP\r\n");
      assertThat(wire.line()).startsWith("c BAD");
      assertThat(wire.line()).startsWith("e OK");
    }
  }

  @Test
  void aLineThatNeverEndsIsTheEnd() throws IOException {
    try (Wire wire = imap.login("alice")) {
      assertThat(sendForever(wire)).startsWith("* BYE");
    }
  }

  private static String sendForever(Wire wire) throws IOException {
    try {
      for (int i = 0; i < 40; i++) {
        wire.send("x".repeat(64 * 1024));
      }
    } catch (IOException closed) {
      return "* BYE"; // the socket was closed under us; the words may be lost with it
    }
    return wire.line();
  }

  @Test
  void textInQuotesIsNoLiteral() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.ok("CREATE \"a{5}\"");
      wire.ok("LIST \"\" \"{5}\"");
      wire.send("a CREATE \"open {20+}\r\nb CREATE \"x\\\"y{2}\"\r\nc NOOP\r\n");
      assertThat(wire.line()).startsWith("a BAD");
      assertThat(wire.line()).startsWith("b OK");
      assertThat(wire.line()).startsWith("c OK");
    }
  }

  @Test
  void rubbishBehindALiteralIsRefused() throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.send("a APPEND INBOX {1+}\r\nx b CREATE no\r\nb NOOP\r\n");
      assertThat(wire.line()).startsWith("a BAD");
      assertThat(wire.line()).startsWith("b OK");
    }
  }
}
