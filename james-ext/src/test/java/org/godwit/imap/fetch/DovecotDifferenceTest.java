package org.godwit.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where ENVELOPE and BODYSTRUCTURE differ from Dovecot's: each difference has a name and a reason.
 */
class DovecotDifferenceTest {

  /** One difference, on the smallest message that shows it. */
  enum Difference {
    /** 2045 §5.1: two semicolons in a row hold an empty parameter; Dovecot stops reading there. */
    EMPTY_PARAMETER(
        "Content-Type: multipart/mixed;; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
        "\"7bit\" 3 0 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\")"),
    /**
     * 2046 §5.1.1: no boundary ends with a blank; a line that ends with one has it from a gateway.
     */
    BLANK_AT_THE_END_OF_A_BOUNDARY(
        "Content-Type: multipart/mixed; boundary=\"b \"\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
        "\"7bit\" 3 0 "),
    /** 2045 §5.2: a Content-Type without a subtype says nothing; Dovecot tells an empty subtype. */
    TYPE_WITHOUT_SUBTYPE("Content-Type: text\r\n\r\nx", "(\"text\" \"plain\" "),
    /** 2045 §4 leaves it open: Content- fields count also where MIME-Version is missing. */
    NO_MIME_VERSION(
        "Content-Description: d\r\nContent-Transfer-Encoding: base64\r\n\r\nx",
        "NIL \"d\" \"base64\" 1 "),
    /**
     * 5322 §3.6: a field that may be there once counts once, the first; Dovecot takes others too.
     */
    FIELD_TWICE(
        "Subject: one\r\nSubject: two\r\nTo: a@b.test\r\nTo: c@d.test\r\n\r\nx",
        "(NIL \"one\" NIL NIL NIL ((NIL NIL \"a\" \"b.test\")) NIL NIL NIL NIL)"),
    /**
     * 5322 §4.4: elements of a list may be empty; Dovecot tells each as an address that is none.
     */
    EMPTY_ADDRESS_IN_A_LIST(
        "To: , a@b.test,,c@d.test,\r\n\r\nx",
        "((NIL NIL \"a\" \"b.test\")(NIL NIL \"c\" \"d.test\")) NIL NIL NIL NIL)"),
    /** Not in 5322, but written: a semicolon between addresses; Dovecot stops reading there. */
    SEMICOLON_BETWEEN_ADDRESSES(
        "To: a@b.test;c@d.test\r\n\r\nx",
        "((NIL NIL \"a\" \"b.test\")(NIL NIL \"c\" \"d.test\")) NIL NIL NIL NIL)"),
    /** 5322 §3.4: the bracket is missing, the address is not; Dovecot tells an error for a host. */
    ADDRESS_WITHOUT_ITS_BRACKET(
        "To: joe <joe@x.test\r\n\r\nx", "((\"joe\" NIL \"joe\" \"x.test\")) NIL NIL NIL NIL)"),
    /** 2045 §5.1: a value with blanks has to be quoted; some do not, and Dovecot cuts it. */
    BLANKS_IN_A_PARAMETER("Content-Type: text/plain; name=a b c\r\n\r\nx", "\"name\" \"a b c\""),
    /** 2045 §5.1: a parameter is there once; Dovecot tells both. */
    PARAMETER_TWICE(
        "Content-Type: text/plain; a=1; a=2\r\n\r\nx", "(\"charset\" \"us-ascii\" \"a\" \"1\")"),
    /** 2045 §5.1: a value without a name is no parameter; Dovecot tells an empty name. */
    PARAMETER_WITHOUT_A_NAME(
        "Content-Type: text/plain; =x\r\n\r\nx", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") "),
    /** 2045 §5.1: a quote is missing at the end, the value is not; Dovecot leaves it out. */
    QUOTE_WITHOUT_AN_END(
        "Content-Type: text/plain; name=\"a\r\n\r\nx", "(\"charset\" \"us-ascii\" \"name\" \"a\")"),
    /** 5322 §2.2: no blank begins a header; where one does, Dovecot drops its first field. */
    BLANK_BEFORE_THE_FIRST_FIELD(" Subject: one\r\nTo: a@b.test\r\n\r\nx", "(NIL \"one\" NIL "),
    /** 2046 §5.2.1 forbids it: what is inside an encoded message/rfc822 is not told. */
    ENCODED_MESSAGE(
        "Subject: o\r\nContent-Type: message/rfc822\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\nSubject: i\r\n\r\nx",
        "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"),
    /** 2046 §5.1.1: the line end before a boundary is not of the part, be it in a header. */
    HEADER_THAT_ENDS_AT_A_BOUNDARY(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\nSubject: i\r\n--b--\r\n",
        "\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 10 "),
    /** 2183 §2: an empty Content-Disposition names none; Dovecot tells an empty name. */
    EMPTY_DISPOSITION("Content-Disposition:\r\n\r\nx", " NIL NIL NIL NIL)"),
    /** 9051 §7.5.2: a field that names nobody is told as such; Dovecot tells one without a name. */
    NOBODY("To: \"\" <>\r\n\r\nx", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"),
    /** 5322 §3.4: an address that breaks off has no host; Dovecot says why in the host's place. */
    ADDRESS_THAT_BREAKS_OFF(
        "To: <someone:;@x.test>\r\n\r\nx",
        "((NIL NIL \"someone\" \"MISSING_DOMAIN\")) NIL NIL NIL NIL)"),
    /** 5322 §3.6.1, §3.6.4: white space around a date and around ids is no part of them. */
    WHITE_SPACE_AROUND_A_VALUE(
        "Date: Thu, 1 Jan 1970 00:00:00 +0000 \r\n"
            + "In-Reply-To:\r\n"
            + " <a@b> \r\n"
            + "Message-ID: <c@d> \r\n\r\n"
            + "x",
        "(\"Thu, 1 Jan 1970 00:00:00 +0000\" NIL NIL NIL NIL NIL NIL NIL \"<a@b>\" \"<c@d>\")");

    private final String message;
    private final String ours;

    Difference(String message, String ours) {
      this.message = message;
      this.ours = ours;
    }
  }

  @Test
  void aWordWithoutAValueIsNoParameter() throws IOException {
    assertThat(told("Content-Type: text/plain; a; charset; name=x\r\n\r\nx"))
        .contains("(\"text\" \"plain\" (\"charset\" \"us-ascii\" \"name\" \"x\") ");
  }

  @ParameterizedTest
  @EnumSource
  void isOurs(Difference difference) throws IOException {
    assertThat(told(difference.message)).contains(difference.ours);
  }

  private static String told(String message) throws IOException {
    MimePart root =
        MessageSummary.of(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)))
            .root();
    ResponseText out = new ResponseText();
    EnvelopeText.write(root.envelope().orElseThrow(), out);
    StructureText.write(root, true, out);
    return new String(out.octets(), StandardCharsets.ISO_8859_1);
  }
}
