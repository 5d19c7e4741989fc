package org.godwit.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressParserTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ann@example.org                          | - - ann example.org
          <ann@example.org>                        | - - ann example.org
          Ann Lee <ann@example.org>                | Ann Lee - ann example.org
          "Lee, Ann" <ann@example.org>             | Lee, Ann - ann example.org
          "Ann \\"A\\" Lee" <ann@example.org>      | Ann "A" Lee - ann example.org
          ann@example.org (Ann Lee)                | Ann Lee - ann example.org
          "a b"@example.org                        | - - a b example.org
          <@x,@y:ann@example.org>                  | - @x,@y ann example.org
          Ann <ann @ example . org>                | Ann - ann example.org
          a@x, b@y                                 | - - a x / - - b y
          team: a@x, b@y;                          | - - team - / - - a x / - - b y / - - - -
          undisclosed-recipients:;                 | - - undisclosed-recipients - / - - - -
          nobody                                   | - - nobody MISSING_DOMAIN
          ann@[192.0.2.1]                          | - - ann [192.0.2.1]
          ,, a@x,,                                 | - - a x
          """)
  void reads(String text, String expected) {
    String found =
        AddressParser.parse(text).stream()
            .map(AddressParserTest::show)
            .collect(Collectors.joining(" / "));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void emptyIsNobody() {
    assertThat(AddressParser.parse("")).isEmpty();
    assertThat(AddressParser.parse("<>")).isEmpty();
    assertThat(AddressParser.parse("(only a comment")).isEmpty();
  }

  private static String show(Address address) {
    return address.name().orElse("-")
        + " "
        + address.route().orElse("-")
        + " "
        + address.mailbox().orElse("-")
        + " "
        + address.host().orElse("-");
  }
}
