package org.godwit.admin;

import static org.godwit.admin.Described.A_DOMAIN;
import static org.godwit.admin.Described.LOOKS;
import static org.godwit.admin.Described.NAMED;
import static org.godwit.admin.Described.NOBODY;
import static org.godwit.admin.Described.RUNS;
import static org.godwit.admin.Described.SERVER;
import static org.godwit.admin.Described.changes;
import static org.godwit.admin.Described.reads;
import static org.godwit.admin.Described.rows;
import static org.godwit.admin.Described.told;
import static org.godwit.admin.Parameter.Kind.ANY;
import static org.godwit.admin.Parameter.Kind.ARGUMENT;
import static org.godwit.admin.Parameter.Kind.FLAG;
import static org.godwit.admin.Parameter.Kind.OPTION;
import static org.godwit.admin.Parameter.Kind.OPTIONAL;
import static org.godwit.admin.Parameter.Kind.SOME;
import static org.godwit.admin.Parameter.Names.ADDRESS;
import static org.godwit.admin.Parameter.Names.ANY_ADDRESS;

import java.util.List;

/** What can be asked for about domains, and addresses that are no person's own. */
final class AddressOperations {
  private static final Parameter GROUP = told("group", ARGUMENT, ADDRESS, "its address");

  private AddressOperations() {}

  static final List<Operation> DOMAINS =
      List.of(
          changes("domain add", NOBODY, SERVER, "Receive mail for a domain.", A_DOMAIN),
          changes("domain remove", NOBODY, SERVER, "Receive no more mail for a domain.", A_DOMAIN),
          reads("domain list", LOOKS, rows("domain"), "Show our domains."),
          reads(
              "domain dns",
              LOOKS,
              NAMED,
              "Show the DNS records that a domain needs, or what is wrong with them.",
              A_DOMAIN,
              told("check", FLAG, "ask DNS, and say what is wrong"),
              told("zone", FLAG, "as lines of a zone file")),
          reads(
              "domain dkim",
              LOOKS,
              NAMED,
              "Show the keys that a domain signs with, and their DNS records.",
              A_DOMAIN),
          changes(
              "domain dkim-rotate",
              RUNS,
              NAMED,
              "Make new keys; mail is signed with them after dkim-activate.",
              A_DOMAIN),
          changes(
              "domain dkim-activate",
              RUNS,
              NAMED,
              "Sign with the new keys, when their records are published.",
              A_DOMAIN),
          changes(
              "domain dkim-forget",
              RUNS,
              NAMED,
              "Forget a key that signs no more.",
              A_DOMAIN,
              told("selector", ARGUMENT, "of `domain dkim`")));

  static final List<Operation> CATCH_ALLS =
      List.of(
          reads(
              "catch-all list",
              LOOKS,
              rows("domain", "address"),
              "Show where mail goes that is for nobody."),
          changes(
              "catch-all set",
              RUNS,
              NAMED,
              "Say where mail goes that is for nobody in a domain.",
              A_DOMAIN,
              told("address", ARGUMENT, ANY_ADDRESS, "who gets it")),
          changes(
              "catch-all remove",
              RUNS,
              NAMED,
              "Refuse mail that is for nobody in a domain.",
              A_DOMAIN));

  static final List<Operation> ALIASES =
      List.of(
          changes(
              "alias add",
              RUNS,
              NAMED,
              "Give a person another address.",
              told("alias", ARGUMENT, ADDRESS, "the other address"),
              told("address", ARGUMENT, ADDRESS, "the person's")),
          changes(
              "alias remove",
              RUNS,
              NAMED,
              "Take it away.",
              told("alias", ARGUMENT, ADDRESS, "the other address"),
              told("address", OPTIONAL, ADDRESS, "the person's; none for all")),
          reads(
              "alias list",
              LOOKS,
              rows("alias", "address"),
              "Show other addresses.",
              told("address", OPTIONAL, ADDRESS, "of this person only")));

  static final List<Operation> GROUPS =
      List.of(
          changes(
              "group add",
              RUNS,
              NAMED,
              "Add members to a group, which is made when it is new.",
              GROUP,
              told("member", SOME, ANY_ADDRESS, "addresses, here or elsewhere")),
          changes(
              "group remove",
              RUNS,
              NAMED,
              "Remove members from a group, or the group.",
              GROUP,
              told("member", ANY, ANY_ADDRESS, "addresses; none for all")),
          reads("group list", LOOKS, rows("group"), "Show all groups."),
          reads("group members", LOOKS, NAMED, "Show who is in a group.", GROUP));

  private static final Parameter TEAM =
      told("address", ARGUMENT, ADDRESS, "such as info@example.org");

  static final List<Operation> SHARED =
      List.of(
          changes(
              "shared create",
              RUNS,
              NAMED,
              "Make a mailbox for a team, which nobody signs in to.",
              TEAM,
              told("member", ANY, ANY_ADDRESS, "people who read, write and send as it"),
              told("quota", OPTION, "most it may keep, such as 2GB")),
          reads("shared list", LOOKS, rows("address"), "Show all shared mailboxes."),
          reads("shared members", LOOKS, NAMED, "Show who works with one, and how.", TEAM),
          changes(
              "shared add",
              RUNS,
              NAMED,
              "Add people, or change what they may do.",
              TEAM,
              told("member", SOME, ANY_ADDRESS, "people of the same domain"),
              told("read-only", FLAG, "they look, and change and send nothing"),
              told("no-send", FLAG, "they do not send as its address")),
          changes(
              "shared remove",
              RUNS,
              NAMED,
              "Take people out.",
              TEAM,
              told("member", SOME, ANY_ADDRESS, "of `shared members`")));
}
