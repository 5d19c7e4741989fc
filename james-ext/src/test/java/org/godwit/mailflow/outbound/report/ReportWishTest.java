package org.godwit.mailflow.outbound.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a domain wants to be told (8460 §3). */
class ReportWishTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=TLSRPTv1; rua=mailto:tls@a.example           | [mailto:tls@a.example]",
        "v=TLSRPTv1;rua=mailto:tls@a.example;            | [mailto:tls@a.example]",
        "v=TLSRPTv1; rua=https://a.example/in?x=1        | [https://a.example/in?x=1]",
        "v=TLSRPTv1; x=y; rua=mailto:a@b.example,https://c.example/ | [mailto:a@b.example, https://c.example/]",
        "v=TLSRPTv1; rua=http://a.example/,mailto:a@b.example | [mailto:a@b.example]",
      })
  void reads(String record, String places) {
    assertThat(ReportWish.parse(List.of(record)).orElseThrow().places()).hasToString(places);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=TLSRPTv1",
        "v=TLSRPTv2; rua=mailto:a@b.example",
        "rua=mailto:a@b.example; v=TLSRPTv1;",
        "v=TLSRPTv1; rua=ftp://a.example/",
        "v=TLSRPTv1; rua=https://a.example:8443/",
        "v=TLSRPTv1; rua=https://user@a.example/",
        "v=TLSRPTv1; rua=mailto:nobody",
        "v=TLSRPTv1; rua=https:///path",
        "v=TLSRPTv1; rua="
      })
  void refuses(String record) {
    assertThat(ReportWish.parse(List.of(record))).isEmpty();
  }

  @Test
  void twoRecordsAreNone() {
    String one = "v=TLSRPTv1; rua=mailto:a@b.example";
    assertThat(ReportWish.parse(List.of(one, one))).isEmpty();
    assertThat(ReportWish.parse(List.of(one, "v=spf1 -all"))).isPresent();
  }

  @Test
  void aDomainIsToldAtAFewPlacesAtMost() {
    String many = "v=TLSRPTv1; rua=" + "mailto:a@b.example,".repeat(100);
    assertThat(ReportWish.parse(List.of(many)).orElseThrow().places()).hasSize(4);
  }
}
