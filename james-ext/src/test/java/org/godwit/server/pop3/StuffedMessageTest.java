package org.godwit.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message on its way to a POP3 client (RFC 1939 §3). */
class StuffedMessageTest {

  @ParameterizedTest
  @CsvSource({
    "'',          '.~'",
    "'a~',        'a~.~'",
    "'a',         'a~.~'",
    "'a>',        'a~.~'",
    "'.~',        '..~.~'",
    "'~.~~..b~',  '~..~~...b~.~'",
    "'a<.~',      'a~..~.~'",
    "'a<.<+OK<',  'a~..~+OK~.~'",
    "'a<',        'a~.~'"
  })
  void dotsAreStuffedAndTheEndIsALine(String message, String sent) throws IOException {
    assertThat(stuffed(wire(message), StuffedMessage.ALL)).isEqualTo(wire(sent));
  }

  @ParameterizedTest
  @CsvSource({
    "'H: x~~1~2~3~', 0, 'H: x~~.~'",
    "'H: x~~1~2~3~', 2, 'H: x~~1~2~.~'",
    "'H: x~~1~2~3~', 9, 'H: x~~1~2~3~.~'",
    "'H: x~~.1~.2~', 1, 'H: x~~..1~.~'",
    "'H: x~',        0, 'H: x~.~'",
    "'~1~2~',        1, '~1~.~'",
    "'H: x<<1<2<3<', 2, 'H: x~~1~2~.~'"
  })
  void topIsTheHeaderAndSomeLines(String message, int lines, String sent) throws IOException {
    assertThat(stuffed(wire(message), lines)).isEqualTo(wire(sent));
  }

  @Test
  void everyByteComesThroughHoweverItIsRead() throws IOException {
    Random random = new Random(3);
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      message.append(
          random.nextInt(20) == 0 ? "\r\n." : String.valueOf((char) random.nextInt(256)));
    }
    String text = message.append("\r\n").toString();
    String lines = text.replaceAll("(?<!\r)\n", "\r\n");
    String plain = lines.startsWith(".") ? "." + lines : lines;
    assertThat(stuffed(text, StuffedMessage.ALL))
        .isEqualTo(plain.replace("\r\n.", "\r\n..") + ".\r\n");
  }

  private static String stuffed(String message, int lines) throws IOException {
    StringBuilder sent = new StringBuilder();
    Random random = new Random(1);
    try (InputStream in =
        new StuffedMessage(new ByteArrayInputStream(message.getBytes(ISO_8859_1)), lines)) {
      byte[] bytes = new byte[5000];
      for (int n = 0; n >= 0; n = in.read(bytes, 0, 1 + random.nextInt(4999))) {
        sent.append(new String(bytes, 0, n, ISO_8859_1));
      }
    }
    return sent.toString();
  }

  /** {@code ~} is CRLF, {@code >} a bare CR, {@code <} a bare LF. */
  private static String wire(String text) {
    return text.replace("~", "\r\n").replace('>', '\r').replace('<', '\n');
  }
}
