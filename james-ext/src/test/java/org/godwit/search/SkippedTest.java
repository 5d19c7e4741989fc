package org.godwit.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An attachment that was not read has a name and a reason, and they are told apart. */
class SkippedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.pdf: encrypted                     | a.pdf           | encrypted",
        "a.docx: not readable: ZipException   | a.docx          | not readable: ZipException",
        "Re: a.docx: too large                | Re: a.docx      | too large",
        "a.zip: b.doc: not readable: Some$One | a.zip: b.doc    | not readable: Some$One",
        "a:b.doc: took too long               | a:b.doc         | took too long",
        "application/pdf                      | application/pdf | unknown",
      })
  void aLineIsRead(String line, String name, String reason) {
    assertThat(SearchAdmin.Skipped.of(line)).isEqualTo(new SearchAdmin.Skipped(name, reason));
  }
}
