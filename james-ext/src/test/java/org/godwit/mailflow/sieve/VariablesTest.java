package org.godwit.mailflow.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables (RFC 5229) and flags (RFC 5232). */
class VariablesTest {
  private static final String ALL =
      "require [\"variables\",\"fileinto\",\"imap4flags\",\"regex\",\"reject\",\"envelope\","
          + "\"encoded-character\"];";

  /** The script ends by filing into what it has computed. */
  private static String value(String script) {
    String decided = Letter.usual().decide(ALL + script.replace('`', '"'));
    assertThat(decided).startsWith("fileinto ");
    return decided.substring("fileinto ".length());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5229 §3
        "set `honorific` `Mr`; fileinto `${honorific}.`;             | Mr.",
        "set `a` `x`; fileinto `${A}${a}`;                           | xx",
        "fileinto `<${nothing}>`;                                    | <>",
        "set `company` `ACME`; fileinto `&%${}!`;                    | &%${}!",
        "set `company` `ACME`; fileinto `&%${doh!}`;                 | &%${doh!}",
        "set `company` `ACME`; fileinto `${President, ${Company} Inc.}`; | ${President, ACME Inc.}",
        "set `a` `${b`; fileinto `${a}}`;                            | ${b}",
        "set `a` `1`; set `b` `${a}2`; fileinto `${b}`;              | 12",
        // 5229 §4.1
        "set :length `b` `jumBlEd lETteRS`; fileinto `${b}`;         | 15",
        "set :lower `b` `jumBlEd lETteRS`; fileinto `${b}`;          | jumbled letters",
        "set :upperfirst `b` `jumBlEd lETteRS`; fileinto `${b}`;     | JumBlEd lETteRS",
        "set :upperfirst :lower `b` `jumBlEd lETteRS`; fileinto `${b}`; | Jumbled letters",
        "set :lowerfirst :upper `b` `jumBlEd`; fileinto `${b}`;      | jUMBLED",
        "set :quotewildcard `b` `Rock*`; fileinto `${b}`;            | Rock\\*",
        "set :quoteregex `b` `a.b`; fileinto `${b}`;                 | a\\.b",
        "set :length `b` ``; fileinto `${b}`;                        | 0",
        // 5229 §3.2
        "if header :matches `Subject` `I have a * for *` { fileinto `${1}/${2}`; } | present/you",
        "if header :matches `X-Caffeine` `?8*` { fileinto `${0}-${1}-${2}`; } | C8H10N4O2-C-H10N4O2",
        "if string :matches `a.b.c` `*.*` { fileinto `${1}-${2}`; }  | a-b.c",
        "if header :regex `X-Caffeine` `C([0-9]+)H([0-9]+)` { fileinto `${1}+${2}`; } | 8+10",
        "if header :matches `Subject` `I *` { if string :matches `x` `y*` { stop; } fileinto `${1}`; } | have a present for you",
        "if anyof(header :matches `Subject` `nothing*`, header :matches `X-Caffeine` `C8*`) { fileinto `${1}`; } | H10N4O2",
        "fileinto `<${5}>`;                                          | <>",
        "if string :matches `abc` `*` { fileinto `${00}`; }          | abc",
        // together
        "set `s` `${unicode:40}`; fileinto `a${s}b`;                 | a@b",
      })
  void computes(String script, String result) {
    assertThat(value(script)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set `1a` `x`;",
        "set `a.b` `x`;",
        "set `a` [`x`,`y`];",
        "set `a`;",
        "set :lower :upper `a` `x`;",
        "set :nonsense `a` `x`;",
        "set `${a}` `x`;",
        "fileinto `${env.a}`;",
        "fileinto `${100}`;",
      })
  void refuses(String script) {
    assertThatThrownBy(() -> Script.compile(ALL + script.replace('`', '"')))
        .isInstanceOf(SieveProblem.class);
  }

  @Test
  void withoutRequireATextIsATextOnly() {
    assertThat(Letter.usual().decide("require \"fileinto\"; fileinto \"${a}\";"))
        .isEqualTo("fileinto ${a}");
  }

  @Test
  void aValueDoesNotGrowWithoutEnd() {
    String script =
        "set `a` `0123456789`;"
            + "set `a` `${a}${a}${a}${a}`;".repeat(20)
            + "set :length `l` `${a}`; fileinto `${l}`;";
    assertThat(value(script)).isEqualTo("16384");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5232 §3, §4, §5
        "setflag `\\\\Seen`;                                          | keep [\\Seen]",
        "setflag [`\\\\Deleted`,`\\\\Answered`];                       | keep [\\Deleted, \\Answered]",
        "addflag `a`; addflag `A b`;                                  | keep [a, b]",
        "setflag `a b`; removeflag `A`;                               | keep [b]",
        "setflag `a`; setflag `b`;                                    | keep [b]",
        "setflag `\\\\Nonsense ok`;                                   | keep [ok]",
        "setflag `a`; fileinto `X`;                                   | fileinto X [a]",
        "setflag `a`; fileinto :flags `b` `X`;                        | fileinto X [b]",
        "setflag `a`; keep :flags [`b`,`c`]; fileinto `X`;            | keep [b, c]; fileinto X [a]",
        "setflag `a`; keep; setflag `b`; fileinto `X`;                | keep [a]; fileinto X [b]",
        "setflag `a`; if hasflag `A` { discard; }                     | ~~",
        "setflag `a`; if hasflag :contains `b` { discard; }           | keep [a]",
        "setflag `v` `x y`; addflag `v` `z`; removeflag `v` `x`; if hasflag `v` `z` { fileinto `${v}`; } | fileinto y z",
        "setflag `v` `x`; if hasflag `x` { discard; }                 | keep",
        "setflag `v` [`x`,`y`]; setflag `${v}`;                       | keep [x, y]",
      })
  void setsFlags(String script, String decision) {
    assertThat(Letter.usual().decide(ALL + script.replace('`', '"'))).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5230 §4
        "vacation `Gone.`;                    | vacation 7 Gone.; keep",
        "vacation :days 23 `Gone.`;           | vacation 23 Gone.; keep",
        "vacation :days 0 `Gone.`;            | vacation 1 Gone.; keep",
        "vacation :days 4000 `Gone.`;         | vacation 90 Gone.; keep",
        "vacation :subject `S` :from `a@b.example` :addresses [`c@d.example`] :handle `h` `G`; discard; | vacation 7 G",
        "if header :contains `Subject` `present` { vacation `G`; stop; } | vacation 7 G; keep",
      })
  void answers(String script, String decision) {
    assertThat(Letter.usual().decide("require \"vacation\";" + script.replace('`', '"')))
        .isEqualTo(decision);
  }
}
