package org.godwit.admin;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.store.StoreException;
import org.godwit.store.admin.Grant;

/** How far somebody's rights go in one operation. For one thread. */
final class Reach {
  private final Set<Grant> grants;
  private final DomainList domains;
  private Set<Domain> ours;

  /**
   * Makes it.
   *
   * @param grants those that count for the operation
   */
  Reach(Set<Grant> grants, DomainList domains) {
    this.grants = grants;
    this.domains = domains;
  }

  /** Whether they go everywhere. */
  boolean everywhere() {
    return grants.stream().anyMatch(grant -> grant.domain().isEmpty());
  }

  /** Whether they go to a domain, ours or not. */
  boolean covers(Domain domain) {
    return grants.stream().anyMatch(grant -> grant.covers(domain));
  }

  /** Whether a domain is none of ours, or one that they go to. */
  boolean spares(Domain domain) {
    return covers(domain) || !ours().contains(domain);
  }

  /**
   * Whether something may be seen that is about these addresses and domains: some of them have to
   * be within reach, and none may be of another domain of ours.
   */
  boolean sees(Collection<String> named) {
    if (everywhere()) {
      return true;
    }
    Set<Domain> all = new HashSet<>();
    named.stream().flatMap(Reach::domain).forEach(all::add);
    return all.stream().anyMatch(this::covers) && all.stream().allMatch(this::spares);
  }

  private static Stream<Domain> domain(String named) {
    String domain = named.substring(named.lastIndexOf('@') + 1);
    try {
      return domain.isEmpty() ? Stream.empty() : Stream.of(Domain.of(domain));
    } catch (IllegalArgumentException unreadable) {
      return Stream.empty();
    }
  }

  private Set<Domain> ours() {
    if (ours == null) {
      try {
        ours = Set.copyOf(domains.getDomains());
      } catch (DomainListException e) {
        throw new StoreException("our domains cannot be read", e);
      }
    }
    return ours;
  }
}
