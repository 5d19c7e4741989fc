package org.godwit.mailflow.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send for a domain (7208). */
class SpfTest {
  private final Zone zone =
      Zone.of(
          "there.example A 192.0.2.1",
          "there.example AAAA 2001:db8::1",
          "there.example MX 10 mx.there.example.",
          "mx.there.example A 192.0.2.25",
          "here.192.0.2.77.exists.example A 127.0.0.2",
          "9.2.0.192.in-addr.arpa PTR host.there.example.",
          "host.there.example A 192.0.2.9",
          "8.2.0.192.in-addr.arpa PTR liar.there.example.",
          "liar.there.example A 198.51.100.1",
          "pass.example TXT \"v=spf1 +all\"",
          "fail.example TXT \"v=spf1 -all\"",
          "bad.example TXT \"v=spf1 hello\"",
          "slowly.example TXT \"v=spf1 include:slow.example -all\"");

  private SpfResult check(String client, String policy) {
    zone.txt("from.example", policy);
    return Spf.check(
        zone,
        InetAddresses.forString(client),
        "from.example",
        "ann.lee@from.example",
        "mail.from.example");
  }

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1    | v=spf1 a:there.example -all                | PASS",
        "2001:db8::1  | v=spf1 a:there.example -all                | PASS",
        "192.0.2.2    | v=spf1 a:there.example -all                | FAIL",
        "192.0.2.2    | v=spf1 a:there.example/24 -all             | PASS",
        "2001:db8::2  | v=spf1 a:there.example/24//64 -all         | PASS",
        "192.0.2.25   | v=spf1 mx:there.example -all               | PASS",
        "192.0.2.26   | v=spf1 mx:there.example ~all               | SOFTFAIL",
        "198.51.100.9 | v=spf1 ip4:198.51.100.0/24 -all            | PASS",
        "2001:db8::9  | v=spf1 ip6:2001:db8::/32 -all              | PASS",
        "2001:db8::9  | v=spf1 ip4:198.51.100.0/24 ?all            | NEUTRAL",
        "192.0.2.9    | v=spf1 ptr:there.example -all              | PASS",
        "192.0.2.8    | v=spf1 ptr:there.example -all              | FAIL",
        "192.0.2.77   | v=spf1 exists:here.%{i}.exists.example -all | PASS",
        "192.0.2.78   | v=spf1 exists:here.%{i}.exists.example -all | FAIL",
        "192.0.2.1    | v=spf1 include:pass.example -all           | PASS",
        "192.0.2.1    | v=spf1 include:fail.example ~all           | SOFTFAIL",
        "192.0.2.1    | v=spf1 include:nobody.example -all         | PERMERROR",
        "192.0.2.1    | v=spf1 include:bad.example -all            | PERMERROR",
        "192.0.2.1    | v=spf1 include:slowly.example -all         | TEMPERROR",
        "192.0.2.1    | v=spf1 redirect=pass.example               | PASS",
        "192.0.2.1    | v=spf1 redirect=nobody.example             | PERMERROR",
        "192.0.2.1    | v=spf1 -all redirect=pass.example          | FAIL",
        "192.0.2.1    | v=spf1 ip4:198.51.100.1                    | NEUTRAL",
        "192.0.2.1    | V=SPF1 A:THERE.EXAMPLE -ALL                | PASS",
        "192.0.2.1    | v=spf1 unknown=%{d} exp=why.%{d} +all      | PASS",
        "192.0.2.1    | v=spf1                                     | NEUTRAL",
        "192.0.2.1    | v=spf10 -all                               | NONE",
        "192.0.2.1    | v=spf1a -all                               | NONE"
      })
  void policies(String client, String policy, SpfResult result) {
    assertThat(check(client, policy)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 all:x.example",
        "v=spf1 all/8",
        "v=spf1 include",
        "v=spf1 include:",
        "v=spf1 ip4:2001:db8::1",
        "v=spf1 ip6:192.0.2.1",
        "v=spf1 ip4:192.0.2.1/33",
        "v=spf1 ip4:192.0.2.1/08",
        "v=spf1 ip4:host.example",
        "v=spf1 ip4",
        "v=spf1 a/33",
        "v=spf1 a//129",
        "v=spf1 a:/24",
        "v=spf1 exists:%{x}.example",
        "v=spf1 exists:%{d0}.example",
        "v=spf1 exists:%(d).example",
        "v=spf1 exists:%{d",
        "v=spf1 redirect=a.example redirect=b.example",
        "v=spf1 exp=a.example exp=b.example",
        "v=spf1 redirect=",
        "v=spf1 -",
        "v=spf1 moo:x.example"
      })
  void whatIsNoPolicyIsSaidSoEvenBehindAMatch(String policy) {
    assertThat(check("192.0.2.1", policy.replace("v=spf1", "v=spf1 +ip4:192.0.2.1")))
        .isEqualTo(SpfResult.PERMERROR);
  }

  /** The examples of 7208 §7.4. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%{s}   | strong-bad@email.example.com",
        "%{o}   | email.example.com",
        "%{d4}  | email.example.com",
        "%{d2}  | example.com",
        "%{dr}  | com.example.email",
        "%{d2r} | example.email",
        "%{l}   | strong-bad",
        "%{l-}  | strong.bad",
        "%{lr}  | strong-bad",
        "%{l1r-} | strong",
        "%{ir}.%{v}._spf.%{d2} | 3.2.0.192.in-addr._spf.example.com",
        "%{lr-}.lp._spf.%{d2}  | bad.strong.lp._spf.example.com",
        "%%%_%-a | '% %20a'"
      })
  void macros(String text, String expanded) throws Exception {
    SpfMacros macros =
        new SpfMacros(
            InetAddresses.forString("192.0.2.3"),
            "strong-bad@email.example.com",
            "mx.example.org",
            domain -> "unknown");

    assertThat(macros.expand(text, "email.example.com")).isEqualTo(expanded);
  }

  @Test
  void twoPoliciesAreNone() {
    zone.txt("from.example", "v=spf1 +all");

    assertThat(check("192.0.2.1", "v=spf1 -all")).isEqualTo(SpfResult.PERMERROR);
  }

  @Test
  void moreThanTenLookupsAreTooMany() {
    String ten = "a:there.example ".repeat(10);

    assertThat(check("198.51.100.1", "v=spf1 " + ten + "-all")).isEqualTo(SpfResult.FAIL);
    Zone more = Zone.of();
    more.txt("from.example", "v=spf1 " + ten + "a:there.example -all");
    more.add("there.example A 192.0.2.1");
    assertThat(
            Spf.check(more, InetAddresses.forString("198.51.100.1"), "from.example", "a@b", "helo"))
        .isEqualTo(SpfResult.PERMERROR);
    assertThat(more.asked).hasSize(11);
  }

  @Test
  void aPolicyThatIncludesItselfEnds() {
    assertThat(check("192.0.2.1", "v=spf1 include:from.example -all"))
        .isEqualTo(SpfResult.PERMERROR);
    assertThat(zone.asked).hasSizeLessThan(15);
  }

  @Test
  void moreThanTwoNamesOfNothingAreTooMany() {
    assertThat(check("192.0.2.1", "v=spf1 a:n1.example a:n2.example -all"))
        .isEqualTo(SpfResult.FAIL);
    Zone other = Zone.of("from.example TXT \"v=spf1 a:n1.example a:n2.example a:n3.example -all\"");
    assertThat(
            Spf.check(other, InetAddresses.forString("192.0.2.1"), "from.example", "a@b", "helo"))
        .isEqualTo(SpfResult.PERMERROR);
  }

  @Test
  void aDomainWithElevenServersAsksForNone() {
    IntStream.range(0, 11).forEach(i -> zone.add("many.example MX 10 m" + i + ".many.example."));

    assertThat(check("192.0.2.1", "v=spf1 mx:many.example -all")).isEqualTo(SpfResult.PERMERROR);
    assertThat(zone.asked).hasSize(2);
  }

  @Test
  void aHugePolicyCostsNothing() {
    String huge =
        IntStream.range(0, 2_000).mapToObj(i -> "exists:%{d}").collect(Collectors.joining(" "));

    assertThat(check("192.0.2.1", "v=spf1 " + huge)).isEqualTo(SpfResult.PERMERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "[192.0.2.1]", "", "a..b", "unknown", "x y.example"})
  void whatIsNoDomainHasNoPolicy(String domain) {
    assertThat(Spf.check(zone, InetAddresses.forString("192.0.2.1"), domain, "a@" + domain, domain))
        .isEqualTo(SpfResult.NONE);
  }
}
