package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.account.UnicodeAddress;

/** Where mail goes that is for nobody in a domain. */
final class CatchAllActions {
  private final RecipientRewriteTable table;
  private final DomainList domains;

  CatchAllActions(Services services) {
    this.table = services.get(RecipientRewriteTable.class);
    this.domains = services.get(DomainList.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "catch-all list", this::list, "catch-all set", this::set, "catch-all remove", this::remove);
  }

  private Answer list(Told told) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Domain domain : domains.getDomains()) {
      for (String target : targets(domain)) {
        rows.add(Answer.facts("domain", domain.asString(), "address", target));
      }
    }
    return new Answer.Many(rows);
  }

  private Answer set(Told told) throws Exception {
    Domain domain = told.domain();
    MailAddress address = told.address("address");
    if (!domains.containsDomain(domain)) {
      throw AdminProblem.refused("no such domain: " + domain.asString());
    }
    List<String> before = targets(domain);
    table.addAddressMapping(MappingSource.fromDomain(domain), address.asString());
    before.remove(address.asString());
    for (String old : before) {
      table.removeAddressMapping(MappingSource.fromDomain(domain), old);
    }
    return Answer.done(
        "mail for nobody in %s goes to %s"
            .formatted(domain.asString(), UnicodeAddress.text(address)));
  }

  private Answer remove(Told told) throws Exception {
    Domain domain = told.domain();
    List<String> targets = targets(domain);
    if (targets.isEmpty()) {
      throw AdminProblem.refused(
          "mail for nobody in %s is refused already".formatted(domain.asString()));
    }
    for (String target : targets) {
      table.removeAddressMapping(MappingSource.fromDomain(domain), target);
    }
    return Answer.done("mail for nobody in %s is refused".formatted(domain.asString()));
  }

  private List<String> targets(Domain domain) throws Exception {
    List<String> targets = new ArrayList<>();
    table
        .getStoredMappings(MappingSource.fromDomain(domain))
        .select(Mapping.Type.Address)
        .asStream()
        .map(Mapping::getMappingValue)
        .sorted()
        .forEach(targets::add);
    return targets;
  }
}
