package org.godwit.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.godwit.store.message.HeaderFields;
import org.junit.jupiter.api.Test;

/** What messages are sorted by costs little, whatever their headers are. */
class SortKeysReaderTest {

  private static HeaderFields header(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return HeaderFields.parse(bytes, 0, bytes.length);
  }

  @Test
  void onlyTheStartOfASubjectOfNothingButMarksIsLookedAt() {
    assertThat(SortKeysReader.of(header("Subject: Re: Re: lunch\r\n\r\n")).subject())
        .isEqualTo("LUNCH");
    String marks = "Subject: " + "Re: ".repeat(60_000) + "lunch\r\n\r\n";
    assertThat(SortKeysReader.of(header(marks)).subject()).doesNotContain("LUNCH");
  }
}
