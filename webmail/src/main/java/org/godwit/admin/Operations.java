package org.godwit.admin;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that can be asked for. The command line, the API, its documentation and who may call
 * what are all made from this list.
 */
public final class Operations {

  private Operations() {}

  /** What the first words stand for, for help. */
  public static final Map<String, String> GROUPS =
      Map.ofEntries(
          Map.entry("domain", "The domains that we receive mail for."),
          Map.entry("account", "The people who have a mailbox."),
          Map.entry("alias", "Other addresses of a person."),
          Map.entry("group", "Addresses that stand for many."),
          Map.entry("shared", "Mailboxes that a team works with."),
          Map.entry("catch-all", "Mail that is for nobody."),
          Map.entry("queue", "Mail on its way."),
          Map.entry("search", "What can be found of a person's mail."),
          Map.entry("role", "Who may administer what."),
          Map.entry("token", "What programs administer with."),
          Map.entry("audit", "What administrators did."),
          Map.entry("alert", "What the administrators are told of."),
          Map.entry("backup", "Copies of everything, and their proof."),
          Map.entry("tls", "The certificate that we show."),
          Map.entry("settings", "What is set."));

  public static final List<Operation> ALL =
      Stream.of(
              AddressOperations.DOMAINS,
              PeopleOperations.ACCOUNTS,
              AddressOperations.ALIASES,
              AddressOperations.GROUPS,
              AddressOperations.SHARED,
              AddressOperations.CATCH_ALLS,
              ServerOperations.QUEUE,
              PeopleOperations.SEARCH,
              ServerOperations.ROLES,
              ServerOperations.TOKENS,
              ServerOperations.AUDIT,
              ServerOperations.ALERTS,
              ServerOperations.BACKUPS,
              ServerOperations.TLS,
              ServerOperations.SERVER_ITSELF)
          .flatMap(List::stream)
          .toList();
}
