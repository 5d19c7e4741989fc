package org.godwit.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeScannerTest {

  private static final String NESTED =
      """
      From: Ann <ann@example.org>
      Subject: nested
      Content-Type: multipart/mixed; boundary="b"

      preamble
      --b
      Content-Type: multipart/alternative; boundary=b2

      --b2

      plain
      text
      --b2
      Content-Type: text/html

      <p>rich</p>
      --b2--
      --b
      Content-Type: message/rfc822

      From: bob@example.org
      Subject: inside

      inner
      --b--
      epilogue
      """
          .replace("\n", "\r\n");

  @Test
  void findsEachPartAndItsPlace() {
    MimePart root = scan(NESTED);

    assertThat(outline(root))
        .isEqualTo(
            "multipart/mixed(multipart/alternative(text/plain,"
                + "text/html),message/rfc822(text/plain))");
    MimePart alternative = root.children().get(0);
    assertThat(body(NESTED, alternative.children().get(0))).isEqualTo("plain\r\ntext");
    assertThat(alternative.children().get(0).bodyLines()).isEqualTo(1);
    assertThat(body(NESTED, alternative.children().get(1))).isEqualTo("<p>rich</p>");
    MimePart inner = root.children().get(1).children().get(0);
    assertThat(body(NESTED, inner)).isEqualTo("inner");
    assertThat(inner.envelope().orElseThrow().subject()).hasValue("inside");
    assertThat(root.envelope().orElseThrow().from())
        .containsExactly(Address.of("Ann", "", "ann", "example.org"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void findsTheSameHoweverTheBytesAreCut(int size) {
    byte[] bytes = NESTED.getBytes(StandardCharsets.ISO_8859_1);
    MimeScanner scanner = new MimeScanner();
    for (int at = 0; at < bytes.length; at += size) {
      scanner.write(bytes, at, Math.min(size, bytes.length - at));
    }
    assertThat(scanner.finish()).isEqualTo(scan(NESTED));
    assertThat(scanner.preview()).isEqualTo("plain text");
  }

  @Test
  void survivesLineFeedsAlone() {
    MimePart root = scan(NESTED.replace("\r\n", "\n"));
    assertThat(outline(root)).isEqualTo(outline(scan(NESTED)));
  }

  @Test
  void aMultipartWithoutItsBoundaryIsOnePart() {
    MimePart root = scan("Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n");
    assertThat(root.children()).isEmpty();
  }

  @Test
  void aBoundaryOfTheOuterPartEndsTheInnerOne() {
    String message =
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--a\r\n\r\ny";
    assertThat(outline(scan(message)))
        .isEqualTo("multipart/mixed(multipart/mixed(text/plain),text/plain)");
    assertThat(body(message, scan(message).children().get(1))).isEqualTo("y");
  }

  @Test
  void anEmptyMessageHasAnEmptyBody() {
    MimePart root = scan("");
    assertThat(root.bodySize()).isZero();
    assertThat(root.content().type()).isEqualTo("text");
  }

  @Test
  void aHeaderWithoutABodyEndsWithTheMessage() {
    MimePart root = scan("Subject: only");
    assertThat(root.envelope().orElseThrow().subject()).hasValue("only");
    assertThat(root.bodyStart()).isEqualTo(13);
    assertThat(root.bodySize()).isZero();
  }

  @Test
  void tenThousandPartsAndAHundredLevelsAreEnough() {
    StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    wide.append("--b\r\n\r\nx\r\n".repeat(MimeScanner.MOST_PARTS * 2));
    assertThat(scan(wide.toString()).children()).hasSize(MimeScanner.MOST_PARTS - 1);

    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i);
      deep.append("\r\n\r\n--b").append(i).append("\r\n");
    }
    assertThat(depth(scan(deep.toString()))).isEqualTo(MimeScanner.DEEPEST);
  }

  @Test
  void oneMegabyteOfHeadersIsEnough() {
    String part = "--b\r\nContent-Description: " + "x".repeat(100_000) + "\r\n\r\nx\r\n";
    MimePart root =
        scan("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(100) + "--b--\r\n");
    assertThat(root.children()).hasSize(100);
    assertThat(root.children().stream().filter(p -> p.content().description().isPresent()))
        .hasSizeBetween(10, 11);
    assertThat(root.children()).allSatisfy(p -> assertThat(p.bodySize()).isEqualTo(1));
  }

  @Test
  void nothingThrowsWhateverTheBytes() {
    Random random = new Random(1);
    String[] bits = {
      "--b",
      "\r\n",
      "\n",
      "Content-Type: multipart/mixed; boundary=b\r\n",
      "--",
      "Content-Type: message/rfc822\r\n",
      "\r",
      "From: <a@",
      "\"",
      "(",
      "\\",
      ":",
      "\0",
      "é",
      " "
    };
    for (int i = 0; i < 3_000; i++) {
      StringBuilder soup = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n");
      random.ints(random.nextInt(40), 0, bits.length).forEach(bit -> soup.append(bits[bit]));
      MimePart root = scan(soup.toString());
      assertThat(root.bodyEnd()).isEqualTo(soup.length());
      inside(root, 0, soup.length());
    }
  }

  @Test
  void thePreviewPrefersPlainTextAndDecodesIt() {
    String message =
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
            + "\r\n<b>rich</b>\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9  au\r\nlait\r\n--b--\r\n";
    MimeScanner scanner = new MimeScanner();
    byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
    scanner.write(bytes, 0, bytes.length);
    assertThat(MessageSummary.of(scanner).preview()).isEqualTo("café au lait");
  }

  static void inside(MimePart part, long from, long to) {
    assertThat(part.headerStart()).isBetween(from, to);
    assertThat(part.bodyStart()).isBetween(part.headerStart(), to);
    assertThat(part.bodyEnd()).isBetween(part.bodyStart(), to);
    part.children().forEach(child -> inside(child, part.bodyStart(), part.bodyEnd()));
  }

  static MimePart scan(String message) {
    MimeScanner scanner = new MimeScanner();
    byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
    scanner.write(bytes, 0, bytes.length);
    return scanner.finish();
  }

  private static String body(String message, MimePart part) {
    return message.substring((int) part.bodyStart(), (int) part.bodyEnd());
  }

  private static int depth(MimePart part) {
    return 1 + part.children().stream().mapToInt(MimeScannerTest::depth).max().orElse(0);
  }

  private static String outline(MimePart part) {
    String type = part.content().type() + "/" + part.content().subtype();
    if (part.children().isEmpty()) {
      return type;
    }
    return part.children().stream()
        .map(MimeScannerTest::outline)
        .collect(Collectors.joining(",", type + "(", ")"));
  }
}
