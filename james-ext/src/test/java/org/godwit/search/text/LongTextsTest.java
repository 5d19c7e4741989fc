package org.godwit.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too long to be in memory is searched all the same. */
class LongTextsTest {

  private static final int MOST = 10_000;

  @ParameterizedTest
  @ValueSource(strings = {"8bit", "base64", "quoted-printable"})
  void aNeedleIsFoundWhereverALongTextIsCut(String encoding) throws Exception {
    Random random = new Random(4711);
    StringBuilder text = new StringBuilder();
    while (text.length() < 700_000) {
      text.append(Integer.toString(random.nextInt(), 36))
          .append(random.nextInt(9) == 0 ? "ü\r\n" : " ß=日本");
    }
    String body = text.toString();
    MessageText read = read(encoding, encode(body, encoding));
    assertThat(read.cut()).isTrue();
    assertThat(read.body().length()).isLessThan(MOST + 10);
    String folded = Casemap.fold(body);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(folded.length() - 40);
      String needle = folded.substring(from, from + 1 + random.nextInt(39));
      assertThat(read.inBody(needle)).as("%s at %d", needle, from).isTrue();
    }
    for (int from = 190_000; from < 270_000; from += 17) { // around the pieces that are read
      assertThat(read.inBody(folded.substring(from, from + 30))).as("at %d", from).isTrue();
      from += 2_000;
    }
    assertThat(read.inBody("NOWHERE IN IT")).isFalse();
  }

  private static MessageText read(String encoding, String body) throws Exception {
    byte[] message =
        ("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                + encoding
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    return MessageTextReader.read(() -> new ByteArrayInputStream(message), MOST);
  }

  private static String encode(String text, String encoding) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (encoding) {
      case "base64" -> Base64.getMimeEncoder().encodeToString(bytes);
      case "quoted-printable" -> quotedPrintable(bytes);
      default -> text;
    };
  }

  private static String quotedPrintable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int line = 0;
    for (byte b : bytes) {
      boolean plain = b == '\r' || b == '\n' || (b > ' ' && b < 127 && b != '=');
      text.append(plain ? String.valueOf((char) b) : String.format("=%02X", b));
      line = b == '\n' ? 0 : line + 1;
      if (line > 60) {
        text.append("=\r\n");
        line = 0;
      }
    }
    return text.toString();
  }
}
