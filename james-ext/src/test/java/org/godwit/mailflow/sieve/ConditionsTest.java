package org.godwit.mailflow.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each test says about the usual letter. */
class ConditionsTest {
  private static final String ALL =
      "require [\"envelope\",\"body\",\"relational\",\"comparator-i;ascii-numeric\",\"subaddress\","
          + "\"date\",\"regex\",\"mailbox\",\"variables\"];";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5228 §5.5
        "exists `Subject`                                           | true",
        "exists [`Subject`,`X-Nothing`]                             | false",
        // 5228 §5.9
        "size :over 100                                             | true",
        "size :over 1M                                              | false",
        "size :under 1k                                             | true",
        // 5228 §5.7, §2.7.1
        "header `Subject` `i have A present for you`                | true",
        "header :is `subject` `present`                             | false",
        "header :contains `SUBJECT` `PRESENT`                       | true",
        "header :contains `Subject` ``                              | true",
        "header :contains `X-Nothing` ``                            | false",
        "header :contains :comparator `i;octet` `Subject` `PRESENT` | false",
        "header :matches `Subject` `I have * for you`               | true",
        "header :matches `Subject` `I have ? for you`               | false",
        "header :matches `Subject` `*`                              | true",
        "header :matches `Subject` `present`                        | false",
        "header :is [`X-Nothing`,`X-Caffeine`] [`tea`,`C8H10N4O2`]  | true",
        "header :contains `Cc` `André`                              | true",
      })
  void knowsHeaders(String test, String holds) {
    check(test, holds);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5228 §5.1, §2.7.4
        "address :is :all `From` `coyote@DESERT.example.org`        | true",
        "address :is `From` `coyote@desert.example.org`             | true",
        "address :is :localpart `From` `coyote`                     | true",
        "address :is :domain [`From`,`To`] `acme.example.com`       | true",
        "address :is :localpart `To` `bird`                         | true",
        "address :is :domain `From` `example.org`                   | false",
        "address :contains `From` `Coyote <`                        | false",
        // 5233 §4
        "address :user `To` `roadrunner`                            | true",
        "address :detail `To` `news`                                | true",
        "address :detail `From` ``                                  | false",
        "address :user `From` `coyote`                              | true",
        // 5228 §5.4
        "envelope `from` `coyote@desert.example.org`                | true",
        "envelope :detail `to` `news`                               | true",
        "envelope :domain [`from`,`to`] `acme.example.com`          | true",
        "envelope :localpart `from` `bird`                          | false",
      })
  void knowsAddresses(String test, String holds) {
    check(test, holds);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5231 §4, §5
        "header :value `lt` :comparator `i;ascii-numeric` `X-Priority` `10` | true",
        "header :value `gt` :comparator `i;ascii-numeric` `X-Priority` `10` | false",
        "header :value `eq` :comparator `i;ascii-numeric` `X-Priority` `03` | true",
        "header :value `ge` :comparator `i;ascii-numeric` `Subject` `99`    | true",
        "header :value `ne` `X-Priority` `3`                                | false",
        "header :value `le` `X-Caffeine` `d`                                | true",
        "address :count `ge` `To` `2`                                       | true",
        "address :count `gt` [`To`,`Cc`] `3`                                | false",
        "address :count `eq` [`To`,`Cc`] `3`                                | true",
        "header :count `eq` `X-Nothing` `0`                                 | true",
        // draft-ietf-sieve-regex
        "header :regex `Subject` `^I ha(ve)?d? .* you$`                      | true",
        "header :regex `Subject` `PRESENT`                                  | true",
        "header :regex :comparator `i;octet` `Subject` `PRESENT`            | false",
        "header :regex `X-Caffeine` `^C[0-9]+H[0-9]+`                       | true",
      })
  void comparesNumbersAndPatterns(String test, String holds) {
    check(test, holds);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // 5260 §4
        "date :originalzone `Date` `date` `2009-09-12`              | true",
        "date :zone `+0000` `Date` `hour` `21`                      | true",
        "date :zone `+0300` `Date` `date` `2009-09-13`              | true",
        "date `Date` `hour` `22`                                    | true", // our zone is +0100
        "date :originalzone `Date` `weekday` `6`                    | true",
        "date :originalzone `Date` `zone` `+0200`                   | true",
        "date :originalzone `Date` `julian` `55086`                 | true",
        "date :originalzone `Date` `iso8601` `2009-09-12T23:30:00+02:00` | true",
        "date :originalzone `Date` `std11` `Sat, 12 Sep 2009 23:30:00 +0200` | true",
        "date :originalzone `Received` `date` `2009-09-13`          | true",
        "date :value `ge` :originalzone `Date` `hour` `18`          | true",
        "date `Subject` `year` `2009`                               | false",
        "currentdate `date` `2026-03-01`                            | true",
        "currentdate `time` `12:30:45`                              | true",
        "currentdate :zone `+0000` `hour` `11`                      | true",
        "currentdate `weekday` `0`                                  | true",
        "allof(currentdate :value `ge` `date` `2026-01-01`, currentdate :value `le` `date` `2026-12-31`) | true",
        // 5490 §3.1
        "mailboxexists `Lists/Sieve`                                | true",
        "mailboxexists [`INBOX`,`Nowhere`]                          | false",
        // 5173
        "body :contains `ANVIL`                                     | true",
        "body :raw :contains `anvil thing, and I really`            | true",
        "body :content `text/plain` :contains `cliff`               | true",
        "body :content `text/html` :contains `cliff`                | false",
        "body :contains `present`                                   | false",
        // 5229 §5
        "string :matches `a-b` `?-*`                                | true",
        "string :is [`x`,`y`] `y`                                   | true",
        "string :count `eq` [`x`,``] `1`                            | true",
      })
  void knowsDatesMailboxesBodiesAndTexts(String test, String holds) {
    check(test, holds);
  }

  private static void check(String test, String holds) {
    if (holds != null) { // the table's quotes are ours, since a script is full of quotes
      assertThat(Letter.usual().holds(ALL, test.replace('`', '"')))
          .isEqualTo(Boolean.valueOf(holds));
    }
  }

  @Test
  void theNullSenderIsTheEmptyText() { // 5228 §5.4
    Letter report = Letter.usual().from("");
    assertThat(report.holds(ALL, "envelope :is \"from\" \"\"")).isTrue();
    assertThat(report.holds(ALL, "envelope :is :domain \"from\" \"\"")).isTrue();
  }

  @Test
  void looksIntoThePartsOfABody() { // 5173 §5
    Letter letter =
        Letter.of(
            """
            Subject: parts
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            --b
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: base64

            PGI+R3L832U8L2I+
            --b
            Content-Type: application/x-secret

            hidden
            --b--
            """);
    assertThat(letter.holds(ALL, "body :content \"text/plain\" :contains \"Grüße\"")).isTrue();
    assertThat(letter.holds(ALL, "body :content \"text/html\" :contains \"<b>Grüße\"")).isTrue();
    assertThat(letter.holds(ALL, "body :text :contains \"hidden\"")).isFalse();
    assertThat(letter.holds(ALL, "body :content \"\" :contains \"hidden\"")).isTrue();
    assertThat(letter.holds(ALL, "body :content \"application\" :contains \"hidden\"")).isTrue();
    assertThat(letter.holds(ALL, "body :raw :contains \"Gr=C3=BC\"")).isTrue();
  }

  @Test
  void readsHeadersThatNobodyShouldWrite() {
    Letter letter =
        Letter.of(
            "Subject: folded\n\t over lines\nno colon here\nX-Raw: Grüße\n"
                + "From: broken <a@\nsubject: second\n\nbody\n");
    assertThat(letter.holds(ALL, "header :is \"Subject\" \"folded\t over lines\"")).isTrue();
    assertThat(letter.holds(ALL, "header :is \"Subject\" \"second\"")).isTrue();
    assertThat(letter.holds(ALL, "header :is \"X-Raw\" \"Grüße\"")).isTrue();
    assertThat(letter.holds(ALL, "address :contains \"From\" \"a@b\"")).isFalse();
  }
}
