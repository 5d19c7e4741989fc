package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.account.DkimKeys.Kept;

/** The keys that our domains sign their mail with. */
final class DkimActions {
  private final DomainList domains;
  private final DkimKeys keys;

  DkimActions(Services services) {
    this.domains = services.get(DomainList.class);
    this.keys = services.get(DkimKeys.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "domain dkim",
        told -> shown(keys.of(ours(told))),
        "domain dkim-rotate",
        told -> shown(keys.next(ours(told))),
        "domain dkim-activate",
        this::activate,
        "domain dkim-forget",
        this::forget);
  }

  private Domain ours(Told told) throws Exception {
    Domain domain = told.domain();
    if (!domains.containsDomain(domain)) {
      throw AdminProblem.refused("no such domain: " + domain.asString());
    }
    return domain;
  }

  private static Answer shown(List<Kept> kept) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Kept one : kept) {
      rows.add(
          Answer.facts(
              "selector", one.key().selector(),
              "algorithm", one.key().algorithm().tag(),
              "state", one.state().name().toLowerCase(Locale.ROOT),
              "since", one.since().toString(),
              "name", one.key().name(),
              "record", one.key().record()));
    }
    return new Answer.Many(rows);
  }

  private Answer activate(Told told) throws Exception {
    Domain domain = ours(told);
    if (!keys.activate(domain)) {
      throw AdminProblem.refused("there are no new keys; make them with `domain dkim-rotate`");
    }
    return Answer.done(
        "signs with the new keys; leave the old records in DNS for a week, then dkim-forget them");
  }

  private Answer forget(Told told) throws Exception {
    Domain domain = ours(told);
    String selector = told.text("selector");
    if (!keys.forget(domain, selector)) {
      throw AdminProblem.refused("no such key, or one that signs: " + selector);
    }
    return Answer.done("forgot %s; its record can go".formatted(selector));
  }
}
