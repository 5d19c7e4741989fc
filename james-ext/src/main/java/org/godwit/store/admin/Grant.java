package org.godwit.store.admin;

import java.util.Optional;
import org.apache.james.core.Domain;

/**
 * A role, and where it counts.
 *
 * @param domain empty is everywhere
 */
public record Grant(Role role, Optional<Domain> domain) {

  /** The grant of whoever may do everything. */
  public static final Grant ALL = new Grant(Role.SUPERADMIN, Optional.empty());

  public Grant {
    if (role == Role.SUPERADMIN && domain.isPresent()) {
      throw new IllegalArgumentException("a superadmin is it everywhere");
    }
    if (role == Role.DOMAIN_ADMIN && domain.isEmpty()) {
      throw new IllegalArgumentException("a domain admin has a domain");
    }
  }

  /** Whether it counts in a domain. */
  public boolean covers(Domain other) {
    return domain.isEmpty() || domain.get().equals(other);
  }

  /** Whether whoever has this may do all that the other allows. */
  public boolean includes(Grant other) {
    return role.includes(other.role())
        && (domain.isEmpty() || other.domain().filter(domain.get()::equals).isPresent());
  }
}
