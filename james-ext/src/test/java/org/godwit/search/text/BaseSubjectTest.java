package org.godwit.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conversations are about (5256 §2.1). */
class BaseSubjectTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "hello,                   hello,          false",
        "|  two   words |,        two words,      false",
        "Re: hello,               hello,          true",
        "re : [tag] FWD:hello,    hello,          true",
        "Re[2]: hello,            hello,          true",
        "[a][b] hello,            hello,          false",
        "[only],                  [only],         false",
        "Re: [only],              [only],         true",
        "hello (fwd) (FWD),       hello,          true",
        "[fwd: Re: hello],        hello,          true",
        "[Fwd: hello] (fwd),      hello,          true",
        "reply to you,            reply to you,   false",
        "AW: hallo,               AW: hallo,      false",
        "Re:,                     ||,             true",
      })
  void isLeftWithoutItsMarks(String subject, String base, boolean reply) {
    BaseSubject found = BaseSubject.of(subject);
    assertThat(found.text()).isEqualTo(base == null ? "" : base);
    assertThat(found.reply()).isEqualTo(reply);
  }
}
