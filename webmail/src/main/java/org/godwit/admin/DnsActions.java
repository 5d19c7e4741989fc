package org.godwit.admin;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.discovery.Certifiers;
import org.godwit.discovery.DnsRecord;
import org.godwit.discovery.DomainRecords;
import org.godwit.discovery.RecordCheck;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.server.CertificateOffice;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.account.DkimKeys.Kept;
import org.godwit.trust.Certificates;
import org.godwit.trust.dkim.DkimKey;

/** What the world should know of our domains. */
final class DnsActions {
  private final DomainList domains;
  private final DkimKeys keys;
  private final Certificates certificates;
  private final CertificateOffice office;
  private final String hostname;
  private final RecordCheck check;

  DnsActions(Services services) {
    this.domains = services.get(DomainList.class);
    this.keys = services.get(DkimKeys.class);
    this.certificates = services.get(Certificates.class);
    this.office = services.get(CertificateOffice.class);
    this.hostname = services.get(OutboundSettings.class).hostname();
    this.check = new RecordCheck(services.get(NameServers.class));
  }

  Map<String, Action> all() {
    return Map.of("domain dns", this::dns);
  }

  private Answer dns(Told told) throws Exception {
    List<DnsRecord> records = records(told.domain());
    if (told.flag("zone")) {
      return Answer.done(
          records.stream().map(DnsRecord::zoneLine).collect(Collectors.joining("\n")));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    if (told.flag("check")) {
      for (RecordCheck.Finding finding : check.all(records)) {
        Map<String, Object> row = row(finding.record());
        row.put("good", finding.good());
        row.put("finding", finding.words());
        rows.add(row);
      }
    } else {
      for (DnsRecord record : records) {
        Map<String, Object> row = row(record);
        row.put("value", record.value());
        rows.add(row);
      }
    }
    return new Answer.Many(rows);
  }

  private static Map<String, Object> row(DnsRecord record) {
    return Answer.facts(
        "purpose", record.purpose(),
        "needed", record.needed(),
        "name", record.name(),
        "type", record.type());
  }

  private List<DnsRecord> records(Domain domain) throws Exception {
    if (!domains.containsDomain(domain)) {
      throw AdminProblem.refused("no such domain: " + domain.asString());
    }
    List<DkimKey> published = keys.of(domain).stream().map(Kept::key).toList();
    X509Certificate ours = certificates.chain().getFirst();
    return new DomainRecords(
            domain.asString(),
            hostname,
            published,
            certificates.isSelfSigned() ? Optional.empty() : Optional.of(ours),
            certifier())
        .all();
  }

  private Optional<String> certifier() {
    if (office.acme().isPresent()) {
      return Certifiers.of(office.acme().get().directory());
    }
    // whoever brings files has them from somebody whom we do not know
    return office.hasFiles() ? Optional.empty() : Optional.of(Certifiers.RECOMMENDED);
  }
}
