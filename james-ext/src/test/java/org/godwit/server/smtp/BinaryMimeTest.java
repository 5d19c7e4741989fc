package org.godwit.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.godwit.server.LineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that is no text comes by BDAT, and is kept in base64 (RFC 3030 §3). */
class BinaryMimeTest {

  @TempDir static Path directory;
  @RegisterExtension final SmtpDoor door = new SmtpDoor(directory);
  private LineClient client;

  @BeforeEach
  void begin() throws Exception {
    client = door.connect();
    client.say("EHLO client.example");
    assertThat(client.say("MAIL FROM:<eve@example.net> BODY=BinaryMime")).startsWith("250");
    client.say("RCPT TO:<ann@example.org>");
  }

  private String sent(String message) throws Exception {
    client.send("BDAT " + message.length() + "\r\n" + message + "BDAT 0 LAST\r\n");
    assertThat(client.reply()).startsWith("250 2.0.0 ");
    return client.reply();
  }

  private static String binary(String content) {
    return "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        + "--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/x-any\r\n"
        + "Content-Transfer-Encoding: Binary\r\nContent-ID: <1@x>\r\n\r\n"
        + content
        + "\r\n--b\r\n\r\nmore\r\n--b--\r\n";
  }

  private static String kept(String content) {
    byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
    return "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + "--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/x-any\r\n"
        + "Content-Transfer-Encoding: base64\r\nContent-ID: <1@x>\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(octets)
        + "\r\n\r\n--b\r\n\r\nmore\r\n--b--\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "one\rtwo\nthree",
        "ends with CR\r",
        "ends with CRLF\r\n",
        "\r\n.\r\nMAIL FROM:<eve@example.net>\r\n",
        "\n.\n",
        "\u0080\u00ff\0\u00fe",
        ""
      })
  void everyOctetIsKept(String content) throws Exception {
    assertThat(sent(binary(content))).startsWith("250 2.0.0 Accepted");
    assertThat(door.message()).isEqualTo(kept(content));
  }

  @Test
  void aLargePartIsKept() throws Exception {
    byte[] octets = new byte[1_000_000];
    new Random(7).nextBytes(octets);
    String content = new String(octets, StandardCharsets.ISO_8859_1);
    assertThat(sent(binary(content))).startsWith("250 2.0.0 Accepted");
    String message = door.message();
    assertThat(message.hashCode()).isEqualTo(kept(content).hashCode());
    assertThat(Arrays.stream(message.split("\r\n")).mapToInt(String::length).max().orElse(0))
        .isLessThan(80);
  }

  @Test
  void aMessageInsideIsEncodedInsideAndNotAround() throws Exception {
    String around = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: ";
    String inside = "Subject: in\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: ";
    assertThat(sent(around + "binary\r\n\r\n" + inside + "binary\r\n\r\n\0\0\0")).startsWith("250");
    assertThat(door.message())
        .isEqualTo(around + "8bit\r\n\r\n" + inside + "base64\r\n\r\nAAAA\r\n");
  }

  @Test
  void aMessageWithoutBinaryPartsIsKeptAsItIs() throws Exception {
    assertThat(sent("Subject: x\r\n\r\n\u00e4\r\n")).startsWith("250 2.0.0 Accepted");
    assertThat(door.message()).isEqualTo("Subject: x\r\n\r\n\u00e4\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x\nBcc: y\r\n\r\ntext\r\n",
        "Subject: x\r\n\r\ntext\n.\n",
        "Content-Transfer-Encoding: 8bit\r\n\r\na\rb\r\n"
      })
  void linesEndWithCrlfWhereNothingIsBinary(String message) throws Exception {
    assertThat(sent(message)).startsWith("554 5.6.0 ");
    assertThat(door.queue().size()).isZero();
  }

  @Test
  void binaryContentDoesNotComeByData() throws Exception {
    assertThat(client.say("DATA")).startsWith("503 5.5.1");
    assertThat(client.say("RSET")).startsWith("250");
    client.say("MAIL FROM:<eve@example.net>");
    client.say("RCPT TO:<ann@example.org>");
    assertThat(client.say("DATA")).startsWith("354");
  }
}
