package org.godwit.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructureTextTest {

  private static final String NESTED =
      "From: Ann <ann@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n"
          + "--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=m\r\n"
          + "\r\nSubject: \u00fc\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n"
          + "Content-Type: text/html; charset=utf-8\r\nContent-Language: de\r\n\r\n<p>\r\n--c--\r\n"
          + "--b--\r\n";

  @Test
  void tellsABody() {
    assertThat(structure(NESTED, false))
        .isEqualTo(
            "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 0)(\"message\" \"rfc822\" NIL NIL NIL"
                + " \"7bit\" 142 (NIL {1}\r\n\u00fc NIL NIL NIL NIL NIL NIL NIL NIL)"
                + " ((\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 3 0)"
                + " \"alternative\") 8) \"mixed\")");
  }

  @Test
  void tellsAnExtendedBody() {
    assertThat(structure(NESTED, true))
        .contains("\"7bit\" 3 0 NIL NIL (\"de\") NIL)")
        .contains(" 8 NIL (\"attachment\" (\"filename\" \"m\")) NIL NIL)")
        .endsWith("\"mixed\" (\"boundary\" \"b\") NIL NIL NIL)");
  }

  @Test
  void aMultipartWithoutPartsIsToldToHaveOne() {
    assertThat(structure("Content-Type: multipart/mixed; boundary=b\r\n\r\nnothing", false))
        .isEqualTo(
            "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) \"mixed\")");
    MimePart empty = summary("Content-Type: multipart/mixed; boundary=b\r\n\r\nnothing");
    assertThat(Section.find(empty, new int[] {1}, Section.Kind.CONTENT)).hasValue(Section.NOTHING);
    assertThat(Section.find(empty, new int[] {2}, Section.Kind.CONTENT)).isEmpty();
  }

  @Test
  void theCharsetOfATextThatIsDescribedIsToldAsWritten() {
    assertThat(
            structure(
                "Content-Type: text/plain; charset=US-ASCII\r\nContent-Description: body\r\n\r\nx",
                false))
        .startsWith("(\"text\" \"plain\" (\"charset\" \"US-ASCII\") NIL \"body\"");
  }

  @Test
  void aMessageInAnEncodingIsToldAsAnEmptyOne() {
    assertThat(
            structure(
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n",
                false))
        .isEqualTo(
            "(\"message\" \"rfc822\" NIL NIL NIL \"base64\" 6"
                + " (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
                + " (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) 1)");
  }

  @Test
  void aLongBoundaryIsOne() {
    String boundary = "b".repeat(3000);
    assertThat(
            structure(
                "Content-Type: multipart/mixed;\r\n boundary="
                    + boundary
                    + "\r\n\r\n--"
                    + boundary
                    + "\r\n\r\none\r\n--"
                    + boundary
                    + "\r\n\r\ntwo\r\n--"
                    + boundary
                    + "--\r\n",
                false))
        .containsSubsequence("\"7bit\" 3 0)", "\"7bit\" 3 0)", "\"mixed\"");
  }

  @Test
  void theLineEndBeforeABoundaryIsNoEndOfAHeader() {
    MimePart message =
        summary(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nSubject: x\r\n\r\n--b\r\n\r\n--b--\r\n");
    assertThat(Section.find(message, new int[] {1}, Section.Kind.MIME))
        .hasValueSatisfying(
            header -> assertThat(header.length()).isEqualTo("Subject: x\r\n".length()));
    assertThat(Section.find(message, new int[] {2}, Section.Kind.MIME))
        .hasValueSatisfying(header -> assertThat(header.length()).isZero());
  }

  @ParameterizedTest(name = "BODY[{0}] {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1     | CONTENT | one
          1     | MIME    | `\\r\\n`
          1     | HEADER  | -
          1.1   | CONTENT | -
          2     | MIME    | `Content-Type: message/rfc822\\r\\nContent-Disposition: attachment; filename=m\\r\\n\\r\\n`
          2     | HEADER  | `Subject: ü\\r\\nContent-Type: multipart/alternative; boundary=c\\r\\n\\r\\n`
          2.1   | CONTENT | <p>
          2.1.1 | CONTENT | -
          2.2   | CONTENT | -
          3     | CONTENT | -
          0     | CONTENT | -
          """)
  void findsASection(String path, Section.Kind kind, String expected) {
    int[] numbers =
        java.util.Arrays.stream(path.split("\\.")).mapToInt(Integer::parseInt).toArray();
    String found =
        Section.find(summary(NESTED), numbers, kind)
            .map(section -> NESTED.substring((int) section.from(), (int) section.to()))
            .map(text -> text.replace("\r", "\\r").replace("\n", "\\n"))
            .orElse("-");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aMessageWithoutPartsHasItsBodyAsPartOne() {
    String message = "Subject: s\r\n\r\nbody";
    assertThat(Section.find(summary(message), new int[] {1}, Section.Kind.CONTENT))
        .hasValue(new Section(14, 18));
    assertThat(Section.find(summary(message), new int[] {1}, Section.Kind.MIME))
        .hasValue(new Section(0, 14));
    assertThat(Section.find(summary(message), new int[] {1, 1}, Section.Kind.CONTENT)).isEmpty();
  }

  @Test
  void aPartialSectionStaysInside() {
    Section section = new Section(10, 20);
    assertThat(section.partial(0, 5)).isEqualTo(new Section(10, 15));
    assertThat(section.partial(8, 5)).isEqualTo(new Section(18, 20));
    assertThat(section.partial(50, 5).length()).isZero();
    assertThat(section.partial(2, Long.MAX_VALUE)).isEqualTo(new Section(12, 20));
  }

  private static String structure(String message, boolean extended) {
    ResponseText out = new ResponseText();
    StructureText.write(summary(message), extended, out);
    return new String(out.octets(), StandardCharsets.ISO_8859_1);
  }

  private static MimePart summary(String message) {
    try {
      byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
      return MessageSummary.of(new ByteArrayInputStream(bytes)).root();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
