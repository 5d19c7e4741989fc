package org.godwit.admin;

import java.util.List;
import java.util.Set;
import org.godwit.admin.Operation.Effect;
import org.godwit.admin.Operation.Range;
import org.godwit.admin.Parameter.Kind;
import org.godwit.admin.Parameter.Names;
import org.godwit.store.admin.Role;

/** Words to describe operations with. */
final class Described {

  /** Nobody but the superadmin. */
  static final Set<Role> NOBODY = Set.of();

  /** Whoever runs a domain. */
  static final Set<Role> RUNS = Set.of(Role.DOMAIN_ADMIN);

  /** Whoever helps people in. */
  static final Set<Role> HELPS = Set.of(Role.DOMAIN_ADMIN, Role.HELPDESK);

  /** Whoever watches. */
  static final Set<Role> WATCHES = Set.of(Role.AUDITOR);

  /** Everybody with a role. */
  static final Set<Role> LOOKS = Set.of(Role.DOMAIN_ADMIN, Role.HELPDESK, Role.AUDITOR);

  static final Range NAMED = new Range.Named();
  static final Range SERVER = new Range.Server();
  static final Range ONESELF = new Range.Oneself();

  static final Parameter PERSON =
      told("address", Kind.ARGUMENT, Names.ADDRESS, "alice@example.org");
  static final Parameter A_DOMAIN = told("domain", Kind.ARGUMENT, Names.DOMAIN, "example.org");
  static final Parameter SECRET =
      told("password", Kind.PASSWORD, "the password; made for you when you give none");

  private Described() {}

  static Range rows(String... keys) {
    return new Range.Rows(List.of(keys));
  }

  static Parameter told(String name, Kind kind, String help) {
    return told(name, kind, Names.NOTHING, help);
  }

  static Parameter told(String name, Kind kind, Names names, String help) {
    return new Parameter(name, kind, names, help);
  }

  static Operation reads(
      String name, Set<Role> roles, Range range, String help, Parameter... parameters) {
    return new Operation(name, help, Effect.READS, roles, range, List.of(parameters));
  }

  static Operation changes(
      String name, Set<Role> roles, Range range, String help, Parameter... parameters) {
    return new Operation(name, help, Effect.CHANGES, roles, range, List.of(parameters));
  }
}
