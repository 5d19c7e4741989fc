package org.godwit.store.admin;

import java.util.Locale;
import java.util.Optional;

/** What somebody who administers is there for. */
public enum Role {
  /** May do everything, everywhere. */
  SUPERADMIN,
  /** May do everything within named domains. */
  DOMAIN_ADMIN,
  /** Helps people in: looks, sets passwords, resets second factors. */
  HELPDESK,
  /** Sees everything, the audit log with it, and changes nothing. */
  AUDITOR;

  /** As people write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of that name, if there is one. */
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** Whether whoever has this role may do all that the other may. */
  boolean includes(Role other) {
    return switch (this) {
      case SUPERADMIN -> true;
      case DOMAIN_ADMIN -> other == DOMAIN_ADMIN || other == HELPDESK;
      case HELPDESK, AUDITOR -> other == this;
    };
  }
}
