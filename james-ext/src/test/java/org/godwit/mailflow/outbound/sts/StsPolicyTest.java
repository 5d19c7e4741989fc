package org.godwit.mailflow.outbound.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.godwit.mailflow.outbound.sts.StsPolicy.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy says (8461 §3.2), and which servers it names (§4.1). */
class StsPolicyTest {
  private static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.a.example\r\nmx: *.b.example\r\nmax_age: 604800\r\n";

  @Test
  void readsTheOneOfTheStandard() {
    StsPolicy policy = StsPolicy.parse(POLICY).orElseThrow();
    assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(policy.mx()).containsExactly("mx.a.example", "*.b.example");
    assertThat(policy.age()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 1",
        "version:STSv1\nmode:testing\nmx:a.example\nmax_age:1\nfuture: x\n",
        "version: STSv1\nmode: testing\nmode: enforce\nmx: a.example\nmax_age: 1\nmax_age: 2",
        "mode: testing\nmax_age: 1\nmx: A.Example\nversion: STSv1\n"
      })
  void reads(String text) {
    assertThat(StsPolicy.parse(text))
        .contains(new StsPolicy(Mode.TESTING, List.of("a.example"), Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>not here</html>",
        "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1",
        "mode: enforce\nmx: a.example\nmax_age: 1",
        "version: STSv1\nmode: always\nmx: a.example\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmax_age: 1",
        "version: STSv1\nmode: enforce\nmx: a.example",
        "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1",
        "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999999"
      })
  void refuses(String text) {
    assertThat(StsPolicy.parse(text)).isEmpty();
  }

  @Test
  void nothingIsBelievedForLongerThanAYear() {
    String text = POLICY.replace("604800", "9999999999");
    assertThat(StsPolicy.parse(text).orElseThrow().age()).isEqualTo(Duration.ofHours(8_766));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "mx.a.example,     true",
    "MX.A.example,     true",
    "a.example,        false",
    "x.mx.a.example,   false",
    "mx.b.example,     true",
    "b.example,        false",
    "x.mx.b.example,   false", // a star is one label
    "evilb.example,    false"
  })
  void namesServers(String host, boolean named) {
    assertThat(StsPolicy.parse(POLICY).orElseThrow().names(host)).isEqualTo(named);
  }
}
