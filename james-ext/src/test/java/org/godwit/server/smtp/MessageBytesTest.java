package org.godwit.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.godwit.server.LineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes by DATA and BDAT is what the queue gets, or nothing is. */
class MessageBytesTest {

  @TempDir static Path directory;
  @RegisterExtension final SmtpDoor door = new SmtpDoor(directory);
  private LineClient client;

  @BeforeEach
  void connect() throws Exception {
    client = door.ready();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "Subject: x\r\n\r\nbody\r\n",
        "..\r\n",
        "..\r\n...\r\n. \r\n.x\r\n",
        "no header at all\r\n",
        "X: \u00fc\u00ff\u0080\0\r\n\r\n\0\u0001\u00fe\r\n",
        "\r\n\r\n\r\n",
        "Broken: =?x?y?z?=\r\n continued\r\n\r\n"
      })
  void dataKeepsEveryByte(String message) throws Exception {
    client.say("DATA");
    assertThat(client.send(stuffed(message) + ".\r\n").reply()).startsWith("250");
    assertThat(door.message()).isEqualTo(message);
  }

  @Test
  void aLongMessageOfLongLinesKeepsEveryByteHoweverItIsCut() throws Exception {
    Random random = new Random(7);
    StringBuilder message = new StringBuilder();
    while (message.length() < 2_000_000) {
      message.append(".".repeat(random.nextInt(3)));
      int length = random.nextInt(10) == 0 ? 100_000 : random.nextInt(200);
      for (int i = 0; i < length; i++) {
        char c = (char) random.nextInt(256);
        message.append(c == '\r' || c == '\n' ? '.' : c);
      }
      message.append("\r\n");
    }
    client.say("DATA");
    String wire = stuffed(message.toString()) + ".\r\n";
    for (int at = 0; at < wire.length(); ) {
      int end = Math.min(wire.length(), at + 1 + random.nextInt(30_000));
      client.send(wire.substring(at, end));
      at = end;
    }
    assertThat(client.reply()).startsWith("250");
    assertThat(door.message()).isEqualTo(message.toString());
  }

  @Test
  void theEndIsFoundWhenItComesByteByByte() throws Exception {
    client.say("DATA");
    for (char c : "a\r\n..b\r\n.\r\nNOOP\r\n".toCharArray()) {
      client.send(String.valueOf(c));
    }
    assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
    assertThat(client.reply()).startsWith("250 2.0.0 Here");
    assertThat(door.message()).isEqualTo("a\r\n.b\r\n");
  }

  @Test
  void tenThousandHeaderLinesAreNoMatter() throws Exception {
    client.say("DATA");
    String message = "X-Bomb: x\r\n".repeat(10_000) + "\r\n";
    assertThat(client.send(message + ".\r\n").reply()).startsWith("250");
    assertThat(door.message()).isEqualTo(message);
  }

  @Test
  void chunksMakeTheMessage() throws Exception {
    client.send("BDAT 5\r\nhel\r\nBDAT 4\r\n.\r\n.BDAT 0\r\nBDAT 2 LAST\r\n\r\nNOOP\r\n");
    assertThat(client.reply()).isEqualTo("250 2.0.0 5 octets received");
    assertThat(client.reply()).isEqualTo("250 2.0.0 4 octets received");
    assertThat(client.reply()).isEqualTo("250 2.0.0 0 octets received");
    assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
    assertThat(client.reply()).startsWith("250 2.0.0 Here");
    assertThat(door.message()).isEqualTo("hel\r\n.\r\n.\r\n");
  }

  @Test
  void aLargeMessageInOneChunkAndManyPackets() throws Exception {
    String message = "0123456789abcdef\r\n".repeat(100_000);
    client.send("BDAT " + message.length() + " LAST\r\n" + message);
    assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
    assertThat(door.message()).isEqualTo(message);
  }

  @Test
  void chunksOutOfOrderAreReadAndRefused() throws Exception {
    client.say("RSET");
    client.send("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
    assertThat(client.reply()).startsWith("503 5.5.1");
    assertThat(client.reply()).startsWith("250 2.0.0 Here");

    client.say("MAIL FROM:<eve@example.net>");
    client.send("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
    assertThat(client.reply()).startsWith("554 5.5.1");
    assertThat(client.reply()).startsWith("250 2.0.0 Here");
  }

  @Test
  void dataAndChunksDoNotMix() throws Exception {
    client.send("BDAT 3\r\nx\r\n");
    assertThat(client.reply()).startsWith("250");
    assertThat(client.say("DATA")).startsWith("503 5.5.1");
    assertThat(client.say("RCPT TO:<bob@example.org>")).startsWith("503 5.5.1");
    assertThat(client.say("BDAT 0 LAST")).startsWith("250 2.0.0 Accepted");
    assertThat(door.message()).isEqualTo("x\r\n");
    assertThat(client.say("BDAT 0 LAST")).startsWith("503");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BDAT", "BDAT x", "BDAT -1", "BDAT 5 FIRST", "BDAT 9999999999999999999"})
  void aChunkOfUnknownSizeEndsTheConversation(String command) throws Exception {
    client.send(command + "\r\nMAIL FROM:<eve@example.net>\r\n");
    assertThat(client.reply()).startsWith("501 5.5.4");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void aChunkThatIsTooLargeBreaksTheMessageButNotTheConversation() throws Exception {
    String chunk = "x".repeat(1998) + "\r\n";
    client.send("BDAT 2000\r\n" + chunk);
    assertThat(client.reply()).startsWith("250");
    String rest = chunk.repeat(2000);
    client.send("BDAT " + rest.length() + "\r\n" + rest + "BDAT 2 LAST\r\n\r\n");
    assertThat(client.reply()).startsWith("552 5.3.4");
    assertThat(client.reply()).startsWith("503 5.5.1"); // 3030 §2
    assertThat(client.say("RSET")).startsWith("250");
    assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("250");
    assertThat(door.queue().size()).isZero();
  }

  @Test
  void dataThatIsTooLargeIsRefusedAtItsEnd() throws Exception {
    client.say("DATA");
    String line = "x".repeat(998) + "\r\n";
    for (int i = 0; i < 4; i++) {
      client.send(line.repeat(1000));
    }
    assertThat(client.send(".\r\n").reply()).startsWith("552 5.3.4");
    assertThat(client.say("MAIL FROM:<eve@example.net>")).startsWith("250");
    assertThat(door.queue().size()).isZero();
  }

  @Test
  void aStoreThatIsDownAcknowledgesNothing() throws Exception {
    door.queue().failWith(new IllegalStateException("the database is away"));
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("451 4.3.0");
    assertThat(client.say("NOOP")).startsWith("250");
    assertThat(door.queue().size()).isZero();
  }

  @Test
  void aFullDiskIsSaidToBeOne() throws Exception {
    door.queue()
        .failWith(new IllegalStateException(new java.sql.SQLException("disk full", "53100")));
    client.say("DATA");
    assertThat(client.send("x\r\n.\r\n").reply()).startsWith("452 4.3.1");
  }

  @Test
  void lmtpAnswersForEachRecipient() throws Exception {
    try (LineClient lmtp = door.lmtp()) {
      assertThat(lmtp.say("EHLO client.example")).startsWith("500 5.5.1");
      lmtp.say("MAIL FROM:<eve@example.net>");
      assertThat(lmtp.say("RCPT TO:<nobody@example.org>")).startsWith("550");
      assertThat(lmtp.say("DATA")).startsWith("503 5.5.1"); // 2033 §4.2
      lmtp.say("RCPT TO:<ann@example.org>");
      lmtp.say("RCPT TO:<bob@example.org>");
      lmtp.say("RCPT TO:<ann@example.org>");
      lmtp.say("DATA");
      lmtp.send("x\r\n.\r\n");
      for (String answer : List.of("250", "250", "250")) {
        assertThat(lmtp.reply()).startsWith(answer);
      }
      assertThat(lmtp.say("NOOP")).isEqualTo("250 2.0.0 Here");
      KeepingQueue.Kept kept = door.queue().next();
      assertThat(kept.mail().getRecipients()).hasSize(2);
      assertThat(new String(kept.bytes(), StandardCharsets.US_ASCII)).contains("with LMTP id ");
    }
  }

  @Test
  void aClientThatGoesAwayInTheMiddleLeavesNothing() throws Exception {
    client.say("DATA");
    client.send(("x".repeat(998) + "\r\n").repeat(1000));
    client.close();
    try (LineClient next = door.ready()) {
      next.say("DATA");
      assertThat(next.send("y\r\n.\r\n").reply()).startsWith("250");
    }
    assertThat(door.message()).isEqualTo("y\r\n");
    assertThat(door.queue().size()).isZero();
    await().untilAsserted(() -> assertThat(door.spill()).isEmptyDirectory());
  }

  private static String stuffed(String message) {
    String text = message.replace("\r\n.", "\r\n..");
    return text.startsWith(".") ? "." + text : text;
  }
}
