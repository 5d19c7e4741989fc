package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.admin.AdminRoles;

/** The domains that we receive mail for. */
final class DomainActions {
  private final DomainList domains;
  private final Accounts accounts;
  private final DkimKeys keys;
  private final AdminRoles roles;

  DomainActions(Services services) {
    this.domains = services.get(DomainList.class);
    this.accounts = services.get(Accounts.class);
    this.keys = services.get(DkimKeys.class);
    this.roles = services.get(AdminRoles.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "domain add", this::add, "domain remove", this::remove, "domain list", this::list);
  }

  private Answer add(Told told) throws Exception {
    Domain domain = told.domain();
    if (domains.containsDomain(domain)) {
      throw AdminProblem.refused("domain exists already: " + domain.asString());
    }
    domains.addDomain(domain);
    keys.of(domain); // made now, so that their records can be published before the first mail
    return Answer.done("added " + domain.asString());
  }

  private Answer remove(Told told) throws Exception {
    Domain domain = told.domain();
    if (!domains.containsDomain(domain)) {
      throw AdminProblem.refused("no such domain: " + domain.asString());
    }
    if (domains.getDefaultDomain().equals(domain)) {
      throw AdminProblem.refused("the main domain cannot be removed: " + domain.asString());
    }
    long people = accounts.countIn(domain);
    if (people > 0) {
      throw AdminProblem.refused(
          "%d accounts have addresses in %s, also deleted ones that can be restored; delete them for good first (--now)"
              .formatted(people, domain.asString()));
    }
    domains.removeDomain(domain);
    roles.forget(domain);
    return Answer.done("removed " + domain.asString());
  }

  private Answer list(Told told) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    Domain main = domains.getDefaultDomain();
    for (Domain domain : domains.getDomains()) {
      rows.add(Answer.facts("domain", domain.asString(), "main", domain.equals(main)));
    }
    return new Answer.Many(rows);
  }
}
