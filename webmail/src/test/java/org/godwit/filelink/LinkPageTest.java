package org.godwit.filelink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visitors are told in their own language, whatever their browser says of it. */
class LinkPageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de-AT,de;q=0.9,en;q=0.8 | de",
        "fr | fr",
        "ar-EG | ar",
        "nl, es;q=0.5 | es",
        "ja | en",
        "'' | en",
        "*;q=q;;; | en",
        "en-US | en",
      })
  void theFirstLanguageThatIsTheirsAndOurs(String accepted, String language) {
    assertThat(LinkPage.language(accepted)).isEqualTo(language);
  }
}
