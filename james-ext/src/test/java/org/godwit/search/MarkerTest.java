package org.godwit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People see why a message was found. */
class MarkerTest {

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "lunch,           Lunch <at> noon,      <mark>Lunch</mark> &lt;at&gt; noon",
    "munchen,         nach München & Ulm,   nach <mark>München</mark> &amp; Ulm",
    "lun*,            a lunch and lunar,    a <mark>lunch</mark> and <mark>lunar</mark>",
    "'\"at noon\"',   lunch at noon,        lunch <mark>at</mark> <mark>noon</mark>",
    "日本,            新日本語,             新<mark>日本</mark>語",
  })
  void marksWhatWasFound(String typed, String text, String marked) {
    assertThat(new Marker(List.of(typed)).mark(text, 255)).contains(marked);
  }

  @Test
  void aLongTextIsShownAroundWhatWasFound() {
    String text = "ü many words before ".repeat(100) + "needle" + " and behind <>".repeat(100);
    String marked = new Marker(List.of("needle")).mark(text, 255).orElseThrow();
    assertThat(marked).contains("before ü many words before <mark>needle</mark> and behind &lt;");
    assertThat(marked.getBytes(StandardCharsets.UTF_8).length).isBetween(200, 255);
  }

  @Test
  void whatIsNotThereIsNotMarked() {
    assertThat(new Marker(List.of("needle", "")).mark("needles in hay", 255)).isEmpty();
  }
}
