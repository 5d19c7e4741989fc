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
      Map.of(
          "domain", "The domains that we receive mail for.",
          "account", "The people who have a mailbox.",
          "alias", "Other addresses of a person.",
          "group", "Addresses that stand for many.",
          "queue", "Mail on its way.",
          "search", "What can be found of a person's mail.",
          "role", "Who may administer what.",
          "token", "What programs administer with.",
          "audit", "What administrators did.",
          "tls", "The certificate that we show.");

  public static final List<Operation> ALL =
      Stream.of(
              AddressOperations.DOMAINS,
              PeopleOperations.ACCOUNTS,
              AddressOperations.ALIASES,
              AddressOperations.GROUPS,
              ServerOperations.QUEUE,
              PeopleOperations.SEARCH,
              ServerOperations.ROLES,
              ServerOperations.TOKENS,
              ServerOperations.AUDIT,
              ServerOperations.TLS,
              ServerOperations.SERVER_ITSELF)
          .flatMap(List::stream)
          .toList();
}
