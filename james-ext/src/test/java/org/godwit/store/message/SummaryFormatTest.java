package org.godwit.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SummaryFormatTest {

  private static final String MESSAGE =
      "From: \u00e9 <a@x>, team: b@y;\r\nSubject: s\r\nDate: d\r\nMessage-ID: <1@x>\r\n"
          + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\nContent-Language: de, en\r\n\r\nGr\u00fc\r\n"
          + "--b\r\nContent-Type: application/pdf; name*0=a; name*1=b\r\nContent-MD5: x\r\n"
          + "Content-Disposition: attachment; filename=\"a b.pdf\"\r\nContent-ID: <i>\r\n"
          + "Content-Description: d\r\nContent-Location: l\r\n\r\nx\r\n--b--\r\n";

  @Test
  void readsWhatItWrote() throws IOException {
    MessageSummary summary = summary();
    assertThat(summary.hasAttachment()).isTrue();
    assertThat(summary.root().children().get(1).content().fileName()).hasValue("a b.pdf");
    assertThat(SummaryFormat.read(SummaryFormat.write(summary))).hasValue(summary);
  }

  @Test
  void refusesWhatIsCutShort() throws IOException {
    byte[] written = SummaryFormat.write(summary());
    for (int length = 0; length < written.length; length++) {
      assertThat(SummaryFormat.read(Arrays.copyOf(written, length))).isEmpty();
    }
  }

  private static MessageSummary summary() throws IOException {
    return MessageSummary.of(new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)));
  }
}
