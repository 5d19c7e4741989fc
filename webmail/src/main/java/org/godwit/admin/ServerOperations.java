package org.godwit.admin;

import static org.godwit.admin.Described.LOOKS;
import static org.godwit.admin.Described.NAMED;
import static org.godwit.admin.Described.NOBODY;
import static org.godwit.admin.Described.ONESELF;
import static org.godwit.admin.Described.PERSON;
import static org.godwit.admin.Described.RUNS;
import static org.godwit.admin.Described.SERVER;
import static org.godwit.admin.Described.WATCHES;
import static org.godwit.admin.Described.changes;
import static org.godwit.admin.Described.reads;
import static org.godwit.admin.Described.rows;
import static org.godwit.admin.Described.told;
import static org.godwit.admin.Parameter.Kind.ANY;
import static org.godwit.admin.Parameter.Kind.ARGUMENT;
import static org.godwit.admin.Parameter.Kind.FLAG;
import static org.godwit.admin.Parameter.Kind.OPTION;
import static org.godwit.admin.Parameter.Kind.SOME;
import static org.godwit.admin.Parameter.Names.DOMAIN;
import static org.godwit.admin.Parameter.Names.MAIL;
import static org.godwit.admin.Parameter.Names.POWER;

import java.util.List;

/** What can be asked for about mail on its way, who administers, and the server as a whole. */
final class ServerOperations {
  private static final Parameter MAILS = told("id", SOME, MAIL, "of `queue list`");
  private static final Parameter ROLE =
      told("role", ARGUMENT, "superadmin, domain-admin, helpdesk or auditor");
  private static final Parameter WHERE =
      told("domain", OPTION, DOMAIN, "in this domain only; a domain-admin has one");

  private ServerOperations() {}

  static final List<Operation> QUEUE =
      List.of(
          reads(
              "queue list",
              LOOKS,
              rows("sender", "recipients"),
              "Show mail on its way.",
              told("queue", OPTION, "of this queue only"),
              told("quarantine", FLAG, "what waits for you only"),
              told("limit", OPTION, "at most so many (1000)")),
          reads(
              "queue show",
              LOOKS,
              NAMED,
              "Show one mail.",
              told("id", ARGUMENT, MAIL, "of `queue list`")),
          changes("queue retry", RUNS, NAMED, "Try mail now.", MAILS),
          changes("queue release", RUNS, NAMED, "Let mail out of quarantine.", MAILS),
          changes("queue delete", RUNS, NAMED, "Throw mail away; nobody is told.", MAILS));

  static final List<Operation> ROLES =
      List.of(
          reads("role list", WATCHES, rows("address"), "Show who may administer what."),
          changes("role grant", NOBODY, SERVER, "Let a person administer.", PERSON, ROLE, WHERE),
          changes("role revoke", NOBODY, SERVER, "Take a role back.", PERSON, ROLE, WHERE),
          reads("role mine", LOOKS, ONESELF, "Show who asks, and what they may administer."));

  static final List<Operation> TOKENS =
      List.of(
          changes(
              "token create",
              LOOKS,
              ONESELF,
              "Make a token for a program, with some of one's rights.",
              told("label", ARGUMENT, "what it is for"),
              ROLE,
              told("domain", ANY, DOMAIN, "where it counts; none for everywhere"),
              told("days", OPTION, "how long it counts (90)"),
              told("owner", OPTION, POWER, "whose it is, when it is not yours")),
          reads("token list", LOOKS, ONESELF, "Show tokens; a superadmin sees everybody's."),
          changes(
              "token revoke",
              LOOKS,
              ONESELF,
              "Take a token back.",
              told("id", ARGUMENT, "of `token list`")));

  static final List<Operation> AUDIT =
      List.of(
          reads(
              "audit list",
              WATCHES,
              rows("on"),
              "Show what administrators did, the newest first.",
              told("before", OPTION, "entries before this number only"),
              told("limit", OPTION, "at most so many (100)")),
          reads(
              "audit export",
              WATCHES,
              SERVER,
              "Print the audit log, a line of JSON for each entry.",
              told("after", OPTION, "entries after this number only")),
          reads(
              "audit verify",
              WATCHES,
              SERVER,
              "Say whether anybody changed the audit log, or cut it off."));

  static final List<Operation> ALERTS =
      List.of(
          reads("alert list", WATCHES, SERVER, "Show what is wrong now, and since when."),
          changes(
              "alert test",
              NOBODY,
              SERVER,
              "Tell the administrators something, to see it arrive."));

  static final List<Operation> BACKUPS =
      List.of(
          changes(
              "backup now",
              NOBODY,
              SERVER,
              "Make a backup now, and prove it by restoring it beside the server."),
          reads("backup list", WATCHES, SERVER, "Show the last backups, and what became of them."));

  static final List<Operation> TLS =
      List.of(
          reads("tls status", WATCHES, SERVER, "Show the certificate, and how orders went."),
          changes(
              "tls renew",
              NOBODY,
              SERVER,
              "Order a certificate now.",
              told("new-key", FLAG, "for a new key; TLSA records in DNS have to name it")));

  static final List<Operation> SERVER_ITSELF =
      List.of(
          reads("status", WATCHES, SERVER, "Show how the server is."),
          reads("settings show", WATCHES, SERVER, "Show what is set, where, and what it does."));
}
