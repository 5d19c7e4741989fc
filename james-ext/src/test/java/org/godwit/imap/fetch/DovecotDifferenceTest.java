package org.godwit.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
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
        "Date: Thu, 1 Jan 1970 00:00:00 +0000 \r\nIn-Reply-To:\r\n <a@b> \r\nMessage-ID: <c@d> \r\n\r\nx",
        "(\"Thu, 1 Jan 1970 00:00:00 +0000\" NIL NIL NIL NIL NIL NIL NIL \"<a@b>\" \"<c@d>\")");

    private final String message;
    private final String ours;

    Difference(String message, String ours) {
      this.message = message;
      this.ours = ours;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isOurs(Difference difference) throws IOException {
    MimePart root =
        MessageSummary.of(
                new ByteArrayInputStream(difference.message.getBytes(StandardCharsets.ISO_8859_1)))
            .root();
    ResponseText out = new ResponseText();
    EnvelopeText.write(root.envelope().orElseThrow(), out);
    StructureText.write(root, true, out);
    assertThat(new String(out.octets(), StandardCharsets.ISO_8859_1)).contains(difference.ours);
  }
}
