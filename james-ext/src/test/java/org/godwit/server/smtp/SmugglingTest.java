package org.godwit.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.godwit.server.LineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message ends at CRLF.CRLF and nowhere else, and what another server could take for an end is
 * refused: so no second message hides in a first (SMTP smuggling, RFC 5321 §2.3.8, §4.1.1.4).
 */
class SmugglingTest {

  private static final String HIDDEN =
      "MAIL FROM:<admin@example.net>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nhidden\r\n.\r\n";

  @TempDir static Path directory;
  @RegisterExtension final SmtpDoor door = new SmtpDoor(directory);
  private LineClient client;

  @BeforeEach
  void connect() throws Exception {
    client = door.ready();
    client.say("DATA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\n.\r",
        "\r.\n",
        "\r\n\n.\r\n",
        "\r\r\n.\r\r\n",
        "\r\n.\r\r\n"
      })
  void whatLooksLikeAnEndIsRefusedAndTheRestIsNotRead(String end) throws Exception {
    client.send("x" + end + HIDDEN + "QUIT\r\n");
    assertThat(client.reply()).startsWith("554 5.6.0");
    String next = client.reply();
    assertThat(next)
        .as("hung up, or read to the true end")
        .satisfiesAnyOf(
            reply -> assertThat(reply).isEmpty(), reply -> assertThat(reply).startsWith("221"));
    assertThat(door.queue().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare\nLF", "bare\rCR", "two\r\r\n", "\nfirst", "last\r\n\n"})
  void bareLineEndsInAMessageAreRefusedAtItsEnd(String text) throws Exception {
    client.send(text + "\r\n.\r\nNOOP\r\n");
    assertThat(client.reply()).startsWith("554 5.6.0");
    assertThat(client.reply()).startsWith("250 2.0.0 Here");
    assertThat(door.queue().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n\0.\r\n", "\r\n.\0\r\n", "\r\n. \r\n", "\r\n..\r\n"})
  void whatDoesNotLookLikeAnEndIsText(String text) throws Exception {
    client.send("x" + text + "MAIL FROM:<admin@example.net>\r\n.\r\n");
    assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
    assertThat(door.message()).contains("MAIL FROM:");
  }

  @Test
  void bareLineEndsInChunksAreRefusedToo() throws Exception {
    try (LineClient chunks = door.ready()) {
      chunks.send("BDAT 4 LAST\r\nx\n\r\n");
      assertThat(chunks.reply()).startsWith("554 5.6.0");
      assertThat(chunks.say("NOOP")).startsWith("250");
    }
    assertThat(door.queue().size()).isZero();
  }
}
