package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.AdminRoles.Granted;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;

/** Who may administer what. */
final class RoleActions {
  private final AdminRoles roles;
  private final DomainList domains;

  RoleActions(Services services) {
    this.roles = services.get(AdminRoles.class);
    this.domains = services.get(DomainList.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "role list", this::list,
        "role grant", this::grant,
        "role revoke", this::revoke,
        "role mine", RoleActions::mine);
  }

  private Answer list(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Granted each : roles.all()) {
      Map<String, Object> row = Answer.facts("address", each.owner().asString());
      row.putAll(facts(each.grant()));
      rows.add(row);
    }
    return new Answer.Many(rows);
  }

  /** A grant, for people. */
  static Map<String, Object> facts(Grant grant) {
    return Answer.facts(
        "role", grant.role().text(), "domain", grant.domain().map(Domain::asString).orElse(null));
  }

  private Answer grant(Told told) throws Exception {
    Username name = told.account("address");
    Grant grant = meant(told);
    if (grant.domain().isPresent() && !domains.containsDomain(grant.domain().get())) {
      throw AdminProblem.refused("no such domain: " + grant.domain().get().asString());
    }
    if (!roles.grant(name, grant)) {
      throw AdminProblem.refused("no such account: " + name.asString());
    }
    return Answer.done(name.asString() + " is " + words(grant));
  }

  private Answer revoke(Told told) throws AdminProblem {
    Username name = told.account("address");
    Grant grant = meant(told);
    return switch (roles.revoke(name, grant)) {
      case DONE -> Answer.done(name.asString() + " is no longer " + words(grant));
      case WAS_NOT_GRANTED ->
          throw AdminProblem.refused(name.asString() + " is not " + words(grant));
      case IS_THE_LAST ->
          throw AdminProblem.refused("nobody else may do everything; grant it to somebody first");
    };
  }

  private static Grant meant(Told told) throws AdminProblem {
    Optional<Domain> domain =
        told.maybe("domain").isPresent() ? Optional.of(told.domain()) : Optional.empty();
    return grant(role(told), domain);
  }

  static Role role(Told told) throws AdminProblem {
    return Role.of(told.text("role"))
        .orElseThrow(
            () ->
                AdminProblem.malformed(
                    "role is not superadmin, domain-admin, helpdesk or auditor"));
  }

  static Grant grant(Role role, Optional<Domain> domain) throws AdminProblem {
    if (role == Role.DOMAIN_ADMIN && domain.isEmpty()) {
      throw AdminProblem.malformed("a domain-admin needs a domain");
    }
    if (role == Role.SUPERADMIN && domain.isPresent()) {
      throw AdminProblem.malformed("a superadmin has no domain");
    }
    return new Grant(role, domain);
  }

  static String words(Grant grant) {
    return grant.role().text() + grant.domain().map(each -> " of " + each.asString()).orElse("");
  }

  private static Answer mine(Told told) {
    Actor actor = told.actor();
    return Answer.one(
        Answer.facts(
            "name", actor.name(),
            "way", actor.way().name().toLowerCase(Locale.ROOT),
            "roles", actor.grants().stream().map(RoleActions::facts).toList(),
            "operations", Administration.open(actor).stream().map(Operation::name).toList()));
  }
}
