package org.godwit.admin;

import static org.godwit.admin.Parameter.Kind.ANY;
import static org.godwit.admin.Parameter.Kind.ARGUMENT;
import static org.godwit.admin.Parameter.Kind.FILE;
import static org.godwit.admin.Parameter.Kind.FLAG;
import static org.godwit.admin.Parameter.Kind.OPTION;
import static org.godwit.admin.Parameter.Kind.OPTIONAL;
import static org.godwit.admin.Parameter.Kind.PASSWORD;
import static org.godwit.admin.Parameter.Kind.SOME;

import java.util.List;
import java.util.Map;

/** Everything that can be asked for. The command line and the API are both made from this list. */
public final class Operations {
  private static final Parameter ADDRESS = new Parameter("address", ARGUMENT, "alice@example.org");
  private static final Parameter DOMAIN = new Parameter("domain", ARGUMENT, "example.org");
  private static final Parameter SECRET =
      new Parameter("password", PASSWORD, "the password; made for you when you give none");
  private static final Parameter MAIL_IDS = new Parameter("id", SOME, "of `queue list`");

  private Operations() {}

  /** What the first words stand for, for help. */
  public static final Map<String, String> GROUPS =
      Map.of(
          "domain", "The domains that we receive mail for.",
          "account", "The people who have a mailbox.",
          "alias", "Other addresses of a person.",
          "group", "Addresses that stand for many.",
          "queue", "Mail on its way.",
          "search", "What can be found of a person's mail.");

  public static final List<Operation> ALL =
      List.of(
          new Operation("domain add", "Receive mail for a domain.", List.of(DOMAIN)),
          new Operation("domain remove", "Receive no more mail for a domain.", List.of(DOMAIN)),
          new Operation("domain list", "Show our domains.", List.of()),
          new Operation(
              "domain dns",
              "Show the DNS records that a domain needs, or what is wrong with them.",
              List.of(
                  DOMAIN,
                  new Parameter("check", FLAG, "ask DNS, and say what is wrong"),
                  new Parameter("zone", FLAG, "as lines of a zone file"))),
          new Operation(
              "domain dkim",
              "Show the keys that a domain signs with, and their DNS records.",
              List.of(DOMAIN)),
          new Operation(
              "domain dkim-rotate",
              "Make new keys; mail is signed with them after dkim-activate.",
              List.of(DOMAIN)),
          new Operation(
              "domain dkim-activate",
              "Sign with the new keys, when their records are published.",
              List.of(DOMAIN)),
          new Operation(
              "domain dkim-forget",
              "Forget a key that signs no more.",
              List.of(DOMAIN, new Parameter("selector", ARGUMENT, "of `domain dkim`"))),
          new Operation(
              "account create",
              "Add a person.",
              List.of(
                  ADDRESS,
                  SECRET,
                  new Parameter("admin", FLAG, "may administer this server"),
                  new Parameter("quota", OPTION, "most they may keep, such as 2GB"))),
          new Operation(
              "account import",
              "Add many from a CSV file with the columns address,password.",
              List.of(new Parameter("file", FILE, "a CSV file, or - for standard input"))),
          new Operation("account list", "Show all people.", List.of()),
          new Operation("account delete", "Remove a person and their mail.", List.of(ADDRESS)),
          new Operation("account password", "Set a password.", List.of(ADDRESS, SECRET)),
          new Operation(
              "account quota",
              "Show what a person keeps and may keep, or set it.",
              List.of(ADDRESS, new Parameter("quota", OPTIONAL, "such as 2GB, or none"))),
          new Operation(
              "account suspend", "Let a person log in no more; mail comes in.", List.of(ADDRESS)),
          new Operation("account resume", "Let them log in again.", List.of(ADDRESS)),
          new Operation(
              "account undelete",
              "Bring expunged mail back to where it was.",
              List.of(
                  ADDRESS,
                  new Parameter("since", OPTION, "a time such as 2026-01-31, or 2h or 7d ago"),
                  new Parameter("mailbox", OPTION, "of this mailbox only"))),
          new Operation(
              "account reset-second-factor",
              "Let a person sign in with the password alone again.",
              List.of(ADDRESS)),
          new Operation(
              "account app-passwords", "Show a person's app passwords.", List.of(ADDRESS)),
          new Operation(
              "account revoke-app-password",
              "Take an app password back.",
              List.of(ADDRESS, new Parameter("id", ARGUMENT, "of `account app-passwords`"))),
          new Operation("account sessions", "Show a person's browser sessions.", List.of(ADDRESS)),
          new Operation(
              "account end-sessions", "Sign a person out of all browsers.", List.of(ADDRESS)),
          new Operation(
              "alias add",
              "Give a person another address.",
              List.of(
                  new Parameter("alias", ARGUMENT, "the other address"),
                  new Parameter("address", ARGUMENT, "the person's"))),
          new Operation(
              "alias remove",
              "Take it away.",
              List.of(
                  new Parameter("alias", ARGUMENT, "the other address"),
                  new Parameter("address", OPTIONAL, "the person's; none for all"))),
          new Operation(
              "alias list",
              "Show other addresses.",
              List.of(new Parameter("address", OPTIONAL, "of this person only"))),
          new Operation(
              "group add",
              "Add members to a group, which is made when it is new.",
              List.of(
                  new Parameter("group", ARGUMENT, "its address"),
                  new Parameter("member", SOME, "addresses, here or elsewhere"))),
          new Operation(
              "group remove",
              "Remove members from a group, or the group.",
              List.of(
                  new Parameter("group", ARGUMENT, "its address"),
                  new Parameter("member", ANY, "addresses; none for all"))),
          new Operation("group list", "Show all groups.", List.of()),
          new Operation(
              "group members",
              "Show who is in a group.",
              List.of(new Parameter("group", ARGUMENT, "its address"))),
          new Operation(
              "queue list",
              "Show mail on its way.",
              List.of(
                  new Parameter("queue", OPTION, "of this queue only"),
                  new Parameter("quarantine", FLAG, "what waits for you only"),
                  new Parameter("limit", OPTION, "at most so many (1000)"))),
          new Operation(
              "queue show",
              "Show one mail.",
              List.of(new Parameter("id", ARGUMENT, "of `queue list`"))),
          new Operation("queue retry", "Try mail now.", List.of(MAIL_IDS)),
          new Operation("queue release", "Let mail out of quarantine.", List.of(MAIL_IDS)),
          new Operation("queue delete", "Throw mail away; nobody is told.", List.of(MAIL_IDS)),
          new Operation(
              "search status",
              "Show what is indexed, and which attachments could not be read.",
              List.of(ADDRESS)),
          new Operation(
              "search reindex",
              "Build a person's search index anew, in the background.",
              List.of(ADDRESS)),
          new Operation("status", "Show how the server is.", List.of()));
}
