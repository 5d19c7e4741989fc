package org.godwit.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Encoded words, also those that are made to cost (RFC 2047). */
class HeaderTextTest {

  @Test
  void wordsInCharsetsThatNobodyKnowsAreRead() {
    StringBuilder bomb = new StringBuilder();
    for (int i = 0; bomb.length() < 240_000; i++) {
      bomb.append("=?x-none-").append(i).append("?q?a?= ");
    }
    assertThat(HeaderText.decode(bomb.toString())).startsWith("aaa");
  }

  @Test
  void aWordWithoutAnEndIsText() {
    String odd = "=?utf-8?q?".repeat(24_000);
    assertThat(HeaderText.decode(odd)).isEqualTo(odd);
  }
}
