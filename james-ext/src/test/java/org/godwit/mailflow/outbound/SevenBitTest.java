package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;

/** Messages as seven bits carry them (6152 §3). Texts here are octets as Latin-1. */
class SevenBitTest {
  private static final String MIXED =
      """
      From: a@here.example
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="x y"
      Content-Transfer-Encoding: 8bit

      for old readers
      --x y
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: 8bit

      caf\u00e9 = 1
      .dot
      --x y
      Content-Type: text/plain

      plain
      --x y
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: binary

      \u00ff\u0001
      two
      --x y--
      the end
      """;

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private static String converted(String message) throws IOException {
    byte[] bytes = message.getBytes(ISO_8859_1);
    BitSet parts = SevenBit.look(new ByteArrayInputStream(bytes));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SevenBit.write(new ByteArrayInputStream(bytes), out, parts);
    return out.toString(ISO_8859_1);
  }

  private static MimeMessage parsed(String message) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
  }

  @Test
  void textBecomesQuotedPrintable() throws Exception {
    String header =
        "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
    String message =
        header
            + "Content-Transfer-Encoding: 8bit\r\n\r\nGr\u00c3\u00bc\u00c3\u009fe =\r\n\r\nend\r\n";

    assertThat(converted(message))
        .isEqualTo(
            header
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + "Gr=C3=BC=C3=9Fe =3D\r\n\r\nend\r\n");
  }

  @Test
  void rawTextIsToldToBeOfAnUnknownCharset() throws Exception {
    assertThat(converted("Subject: x\r\n\r\ncaf\u00e9\r\n"))
        .isEqualTo(
            "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9\r\n");
  }

  @Test
  void onlyPartsWithEightBitsAreEncoded() throws Exception {
    String result = converted(crlf(MIXED));

    assertThat(result)
        .isEqualTo(
            crlf(MIXED)
                .replaceFirst("Encoding: 8bit", "Encoding: 7bit")
                .replace("Encoding: 8bit", "Encoding: quoted-printable")
                .replace("caf\u00e9 = 1\r\n.dot", "caf=E9 =3D 1\r\n=2Edot")
                .replace("Encoding: binary", "Encoding: base64")
                .replace(
                    "\u00ff\u0001\r\ntwo",
                    Base64.getEncoder().encodeToString("\u00ff\u0001\r\ntwo".getBytes(ISO_8859_1))
                        + "\r\n"));
    MimeMultipart parts = (MimeMultipart) parsed(result).getContent();
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("caf\u00e9 = 1\r\n.dot");
    assertThat(parts.getBodyPart(2).getInputStream().readAllBytes())
        .isEqualTo("\u00ff\u0001\r\ntwo".getBytes(ISO_8859_1));
  }

  @Test
  void aMessageInsideIsConvertedInside() throws Exception {
    String inner = "Subject: caf\u00e9\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n";
    String outer =
        "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

    assertThat(converted(outer + inner + "\r\n\u00e9\r\n"))
        .isEqualTo(
            outer.replace("8bit", "7bit")
                + inner.replace("caf\u00e9", "=?unknown-8bit?Q?=63=61=66=E9?=")
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9\r\n");
  }

  @Test
  void signedPartsStayAsTheyAreBesideOthers() throws Exception {
    String signed =
        "Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\nContent-Type: text/plain\r\n"
            + "Content-Transfer-Encoding: 8bit\r\n\r\nplain\r\n--s\r\n\r\nsignature\r\n--s--";
    String outer = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n";

    assertThat(converted(outer + signed + "\r\n--o\r\n\r\n\u00e9\r\n--o--\r\n"))
        .startsWith(outer + signed + "\r\n--o\r\n")
        .endsWith("=E9\r\n--o--\r\n");
  }

  @Test
  void aSignedPartWithEightBitsIsLeftAlone() throws Exception {
    String message =
        "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\n\u00e9\r\n"
            + "--s\r\n\r\nsignature\r\n--s--\r\n";

    assertThat(converted(message)).isEqualTo(message);
  }

  @Test
  void aPartWithoutEndIsGivenOne() throws Exception {
    String open =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\n\u00e9";

    String result = converted(open);

    assertThat(result).endsWith("--o--\r\n");
    assertThat(((MimeMultipart) parsed(result).getContent()).getCount()).isEqualTo(1);
  }

  @Test
  void manyPartsWithinPartsAreLeftAlone() throws Exception {
    StringBuilder deep = new StringBuilder("MIME-Version: 1.0\r\n");
    for (int i = 0; i < 2_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
      deep.append(i).append("\r\n");
    }
    String message = deep.append("\r\n\u00e9\r\n").toString();

    assertThat(converted(message)).isEqualTo(message);
  }

  @Test
  void longWordsOfAHeaderBecomeSeveralAndDecodeToTheSame() throws Exception {
    String subject = "Gr\u00fc\u00dfe ".repeat(3) + "to " + "\u00e4".repeat(60);
    String raw = new String(subject.getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);

    String result = converted("Subject: " + raw + "\r\n\r\n\u00e9\r\n");

    assertThat(result).matches("[\\x00-\\x7f]*");
    assertThat(parsed(result).getSubject()).isEqualTo(subject);
    assertThat(result.split("\\s+")).allMatch(word -> word.length() <= 75);
  }
}
