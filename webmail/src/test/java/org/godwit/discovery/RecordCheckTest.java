package org.godwit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.godwit.mailflow.NameServers;
import org.godwit.server.TestNameServer;
import org.godwit.trust.dkim.DkimAlgorithm;
import org.godwit.trust.dkim.DkimKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of a domain, and what is said of those that are published. */
class RecordCheckTest {
  private static final DkimKey KEY =
      new DkimKey("here.example", "s1", DkimAlgorithm.RSA, DkimAlgorithm.RSA.make());
  private static final List<DnsRecord> RECORDS =
      new DomainRecords(
              "here.example", "mail.here.example", List.of(KEY), Optional.empty(), Optional.empty())
          .all();

  private static DnsRecord record(String purpose) {
    return RECORDS.stream().filter(one -> one.purpose().equals(purpose)).findFirst().orElseThrow();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mail in | MX 10 mail.here.example.                          | true  | is there",
        "mail in | MX 10 MAIL.here.example.; MX 20 b.example.        | true  | is there; mail may go",
        "mail in | MX 10 other.example.                              | false | is another one: 10 other.example.",
        "mail in |                                                   | false | is missing: publish it",
        "SPF     | TXT \"v=spf1 mx a:mail.here.example -all\"        | true  | is there",
        "SPF     | TXT \"v=spf1 mx \" \"a:mail.here.example -all\"   | true  | is there",
        "SPF     | TXT \"other=1\"                                   | false | is missing: publish it",
        "SPF     | TXT \"v=spf1 -all\"                               | false | is another one: v=spf1 -all",
        "SPF     | TXT \"v=spf1 mx a:mail.here.example -all\"; TXT \"v=spf1 -all\" | false | is there 2 times, so none counts",
        "DMARC   | TXT \"v=DMARC1;p=quarantine;rua=mailto:postmaster@here.example\" | true | is there",
        "TLS reports |                                               | true  | is not there; mail works without it"
      })
  void whatIsSaid(String purpose, String published, boolean good, String words) throws Exception {
    List<Record> found = new java.util.ArrayList<>();
    for (String line : published == null ? new String[0] : published.split("; (?=MX|TXT)", -1)) {
      String[] parts = line.split(" ", 2);
      found.add(
          Record.fromString(
              Name.fromString("here.example."),
              Type.value(parts[0]),
              DClass.IN,
              60,
              parts[1],
              Name.root));
    }

    RecordCheck.Finding finding = RecordCheck.compare(record(purpose), found);

    assertThat(finding.words()).startsWith(words);
    assertThat(finding.good()).isEqualTo(good);
  }

  @Test
  void aLongTextIsInPiecesInAZoneFile() throws Exception {
    String line = record("DKIM rsa").zoneLine();
    String data = line.substring(line.indexOf("TXT") + 4);

    Record read =
        Record.fromString(
            Name.fromString(KEY.name() + "."), Type.TXT, DClass.IN, 60, data, Name.root);

    assertThat(line).startsWith("s1._domainkey.here.example. IN TXT \"v=DKIM1; k=rsa; p=");
    assertThat(RecordCheck.compare(record("DKIM rsa"), List.of(read)).good()).isTrue();
  }

  @Test
  void everyLineOfTheZoneIsOneThatDnsSoftwareReads() throws Exception {
    for (DnsRecord record : RECORDS) {
      String[] parts = record.zoneLine().split(" ", 4);
      Record read =
          Record.fromString(
              Name.fromString(parts[0]), Type.value(parts[2]), DClass.IN, 60, parts[3], Name.root);
      assertThat(RecordCheck.compare(record, List.of(read)).good()).as(record.purpose()).isTrue();
    }
  }

  @Test
  void theWorldIsAsked() throws Exception {
    try (TestNameServer world =
        new TestNameServer()
            .add("here.example", "MX", "10 mail.here.example.")
            .add("_dmarc.here.example", "TXT", "\"v=DMARC1; p=none\"")) {
      List<RecordCheck.Finding> findings =
          new RecordCheck(new NameServers(Optional.of(world.address()))).all(RECORDS);

      assertThat(findings)
          .filteredOn(finding -> finding.record().needed())
          .extracting(finding -> finding.record().purpose() + ": " + finding.words())
          .containsExactly(
              "mail in: is there",
              "SPF: is missing: publish it",
              "DKIM rsa: is missing: publish it",
              "DMARC: is another one: v=DMARC1; p=none");
    }
  }
}
