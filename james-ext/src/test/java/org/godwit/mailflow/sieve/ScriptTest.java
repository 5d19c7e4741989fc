package org.godwit.mailflow.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language itself, and the actions. */
class ScriptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                             | keep",
        "keep;                                          | keep",
        "keep; keep;                                    | keep",
        "discard;                                       | ``",
        "discard; keep;                                 | keep",
        "stop; discard;                                 | keep",
        "redirect \"bart@example.com\";                 | redirect bart@example.com",
        "require \"fileinto\"; fileinto \"A\";          | fileinto A",
        "require \"fileinto\"; fileinto \"A\"; keep;    | fileinto A; keep",
        "require \"fileinto\"; fileinto \"A\"; fileinto \"A\"; | fileinto A",
        "require \"fileinto\"; fileinto \"A\"; fileinto \"B/c\"; | fileinto A; fileinto B/c",
        "require [\"fileinto\",\"copy\"]; fileinto :copy \"A\"; | fileinto A; keep",
        "require [\"fileinto\",\"imap4flags\"];"
            + " fileinto :flags \"x\" \"A\"; fileinto \"B\"; fileinto \"A\"; | fileinto A; fileinto B",
        "require [\"fileinto\",\"imap4flags\"];"
            + " fileinto \"A\"; fileinto :flags \"x\" \"A\"; | fileinto A [x]",
        "require [\"fileinto\",\"imap4flags\"];"
            + " keep :flags \"x\"; fileinto :flags \"y\" \"inbox\"; | keep [y]",
        "require \"copy\"; redirect :copy \"a@b.example\"; | redirect a@b.example; keep",
        "require [\"fileinto\",\"mailbox\"]; fileinto :create \"New\"; | fileinto New",
        "require \"reject\"; reject \"no\";             | reject no",
        "require \"ereject\"; ereject \"no\";           | reject no",
        "if true { discard; }                           | ``",
        "if false { discard; } else { stop; }           | keep",
        "if false { keep; } elsif true { discard; } else { keep; } | ``",
        "if anyof (false, true) { discard; }            | ``",
        "if allof (false, true) { discard; }            | keep",
        "if not allof (false, true) { discard; }        | ``",
        "if true { if true { discard; stop; } } keep;   | ``",
        "IF TRUE { DisCard; }                           | ``",
        "`# a comment\ndiscard; /* another */`          | ``",
      })
  void decides(String script, String decision) {
    assertThat(Letter.usual().decide(script)).isEqualTo(decision);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keep",
        "keep; }",
        "keep \"x\";",
        "{ keep; }",
        "nonsense;",
        "if { keep; }",
        "if true keep;",
        "if true, false { keep; }",
        "if (true, true) { keep; }",
        "if nonsense { keep; }",
        "if not { keep; }",
        "if not (true, true) { keep; }",
        "if true (false) { keep; }",
        "if allof true { keep; }",
        "if anyof () { keep; }",
        "if address \"Subject\" \"x\" { keep; }",
        "else { keep; }",
        "elsif true { keep; }",
        "if true { keep; } keep; else { keep; }",
        "if true { keep; } else { keep; } else { keep; }",
        "else true { keep; }",
        "keep; require \"fileinto\";",
        "if true { require \"fileinto\"; }",
        "require \"nonsense\";",
        "require 7;",
        "fileinto \"A\";",
        "require \"fileinto\"; fileinto;",
        "require \"fileinto\"; fileinto [\"A\",\"B\"];",
        "require \"fileinto\"; fileinto :copy \"A\";",
        "require \"fileinto\"; fileinto :create \"A\";",
        "require \"fileinto\"; fileinto :flags \"\\\\Seen\" \"A\";",
        "redirect \"nobody\";",
        "redirect \"a@b.example, c@d.example\";",
        "redirect :copy \"a@b.example\";",
        "reject \"no\";",
        "stop \"x\";",
        "if size 100 { keep; }",
        "if size :over { keep; }",
        "if size :over :under 100 { keep; }",
        "if size :over 99999999999 { keep; }",
        "if header \"Subject\" { keep; }",
        "if header :is :contains \"Subject\" \"x\" { keep; }",
        "if header :is :is \"Subject\" \"x\" { keep; }",
        "if header :nonsense \"Subject\" \"x\" { keep; }",
        "if header :comparator \"i;nonsense\" \"Subject\" \"x\" { keep; }",
        "if header :comparator \"i;ascii-numeric\" \"Subject\" \"1\" { keep; }",
        "require \"comparator-i;ascii-numeric\";"
            + " if header :contains :comparator \"i;ascii-numeric\" \"Subject\" \"1\" { keep; }",
        "if header :value \"gt\" \"Subject\" \"1\" { keep; }",
        "require \"relational\"; if header :value \"more\" \"Subject\" \"1\" { keep; }",
        "if header :regex \"Subject\" \"a\" { keep; }",
        "require \"regex\"; if header :regex \"Subject\" \"(a\" { keep; }",
        "if address :localpart :domain \"From\" \"x\" { keep; }",
        "if address :detail \"From\" \"x\" { keep; }",
        "if envelope \"from\" \"x\" { keep; }",
        "require \"envelope\"; if envelope \"subject\" \"x\" { keep; }",
        "if body \"x\" { keep; }",
        "require \"body\"; if body :raw :text \"x\" { keep; }",
        "if exists [\"A\" \"B\"] { keep; }",
        "if exists [] { keep; }",
        "keep; \"",
        "keep; /* no end",
        "require \"fileinto\"; fileinto \"a\0b\";",
        "require \"fileinto\"; fileinto text:\nA\n",
        "§",
      })
  void refuses(String script) {
    assertThatThrownBy(() -> Script.compile(script)).isInstanceOf(SieveProblem.class);
  }

  @Test
  void saysOnWhichLineAMistakeIs() {
    SieveProblem problem =
        catchThrowableOfType(
            SieveProblem.class,
            () -> Script.compile("# one\nkeep;\r\nif true {\n  nonsense;\n}\n"));
    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem).hasMessage("there is no command nonsense");
  }

  @Test
  void saysWhichExtensionIsMissing() {
    assertThatThrownBy(() -> Script.compile("fileinto \"A\";"))
        .hasMessage("this needs: require \"fileinto\";");
  }

  @Test
  void readsATextOfSeveralLines() {
    String script =
        """
        require "reject";
        reject text: # with a comment
        one "quoted" \\back
        ..two
        .
        ;
        """;
    assertThat(Letter.usual().decide(script)).isEqualTo("reject one \"quoted\" \\back\r\n.two\r\n");
  }

  @Test
  void readsEscapesInQuotedTexts() {
    assertThat(Letter.usual().decide("require \"reject\"; reject \"a\\\"b\\\\c\\d\";"))
        .isEqualTo("reject a\"b\\cd");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "$${hex:40}, $@",
    "${hex: 40 }, @",
    "${HEX: c3 a9}, é",
    "${hex:400}, ",
    "${hex:4${hex:30}}, ${hex:40}",
    "${unicode:40}, @",
    "${ unicode:40}, ${ unicode:40}",
    "${UNICODE:40}, @",
    "${UnICoDE:0000040}, @",
    "${Unicode:Cool}, ${Unicode:Cool}",
    "${unicode:200000}, ",
    "${unicode:DF01}, ",
  })
  void readsEncodedLetters(String written, String read) { // 5228 §2.4.2.4
    String script = "require [\"reject\",\"encoded-character\"]; reject \"" + written + "\";";
    if (read == null) {
      assertThatThrownBy(() -> Script.compile(script)).isInstanceOf(SieveProblem.class);
    } else {
      assertThat(Letter.usual().decide(script)).isEqualTo("reject " + read);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require \"reject\"; keep; reject \"no\";",
        "require \"reject\"; reject \"no\"; keep;",
        "require \"reject\"; reject \"no\"; reject \"no, no\";",
        "require [\"reject\",\"vacation\"]; vacation \"away\"; reject \"no\";",
        "require \"vacation\"; vacation \"a\"; vacation \"b\";",
        "redirect \"a@b.example\"; redirect \"b@b.example\"; redirect \"c@b.example\";"
            + " redirect \"d@b.example\"; redirect \"e@b.example\";",
        "require [\"variables\",\"fileinto\"]; fileinto \"${nothing}\";",
        "require [\"variables\"]; redirect \"${nothing}\";",
      })
  void failsWhereActionsExcludeEachOther(String script) {
    assertThatThrownBy(() -> Letter.usual().decide(script)).isInstanceOf(SieveFailure.class);
  }

  @Test
  void aDeeplyNestedScriptIsRefusedNotOverflown() {
    assertThatThrownBy(() -> Script.compile("if true {".repeat(100_000)))
        .isInstanceOf(SieveProblem.class)
        .hasMessageContaining("deeply");
    assertThatThrownBy(() -> Script.compile("if " + "not ".repeat(100_000) + "true { keep; }"))
        .isInstanceOf(SieveProblem.class)
        .hasMessageContaining("deeply");
  }

  @Test
  void nestsAsDeepAsTheRfcAsks() { // 5228 §2.10.5
    String script = "if true {".repeat(15) + "discard;" + "}".repeat(15);
    assertThat(Letter.usual().decide(script)).isEmpty();
    assertThat(Letter.usual().holds("", "not ".repeat(14) + "true")).isTrue();
  }

  @Test
  void noMessageKeepsAScriptBusyWithoutEnd() {
    String subject = "a".repeat(200_000);
    String script =
        "if header :matches \"Subject\" [\""
            + "*a".repeat(200)
            + "b\",\""
            + "a*".repeat(300)
            + "c\"] { discard; }";
    assertThatThrownBy(() -> Letter.of("Subject: " + subject + "\n\n").decide(script.repeat(20)))
        .isInstanceOf(SieveFailure.class)
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|b)*c", "(.*)(.*)(.*)(.*)x"})
  void aRegularExpressionGoesThroughATextOnce(String regex) {
    String script =
        "require \"regex\"; if header :regex \"Subject\" \"" + regex + "\" { discard; }";

    assertThat(Letter.of("Subject: " + "a".repeat(20_000) + "!\n\n").decide(script))
        .isEqualTo("keep");
  }

  static Stream<String> hostile() {
    return Stream.of(
        "(".repeat(50_000) + "a" + ")".repeat(50_000),
        "((a{1000}){1000}){1000}",
        "(([^b]{99}|x){99}){99,}",
        "((\\\\p{L}{0,300}){0,300})",
        "a{999999999}");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aRegularExpressionThatAsksForTooMuchIsRefused(String regex) {
    assertThatThrownBy(
            () ->
                Script.compile(
                    "require \"regex\"; if header :regex \"Subject\" \"" + regex + "\" { stop; }"))
        .isInstanceOf(SieveProblem.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1",
    "abc, 3",
    "a{3}, 4",
    "(ab){10}, 44",
    "'[a-z{3}]{2}', 3",
    "\\p{L}x, 2",
    "a{, 2",
    "(a|b), 5"
  })
  void aRegularExpressionIsMeasured(String regex, int size) {
    assertThat(RegexSize.of(regex)).isEqualTo(size);
  }

  @Test
  void everyExtensionThatIsAnnouncedCanBeRequired() throws SieveProblem {
    for (String word : Script.extensions()) {
      Script.compile("require \"" + word + "\"; keep;");
    }
  }
}
