package org.godwit.admin;

import static org.godwit.admin.Described.HELPS;
import static org.godwit.admin.Described.LOOKS;
import static org.godwit.admin.Described.NAMED;
import static org.godwit.admin.Described.PERSON;
import static org.godwit.admin.Described.RUNS;
import static org.godwit.admin.Described.SECRET;
import static org.godwit.admin.Described.changes;
import static org.godwit.admin.Described.reads;
import static org.godwit.admin.Described.rows;
import static org.godwit.admin.Described.told;
import static org.godwit.admin.Parameter.Kind.ARGUMENT;
import static org.godwit.admin.Parameter.Kind.FILE;
import static org.godwit.admin.Parameter.Kind.FLAG;
import static org.godwit.admin.Parameter.Kind.OPTION;
import static org.godwit.admin.Parameter.Kind.OPTIONAL;
import static org.godwit.admin.Parameter.Names.POWER;

import java.util.List;

/** What can be asked for about the people who have a mailbox. */
final class PeopleOperations {

  private PeopleOperations() {}

  static final List<Operation> ACCOUNTS =
      List.of(
          changes(
              "account create",
              RUNS,
              NAMED,
              "Add a person.",
              PERSON,
              SECRET,
              told("admin", FLAG, POWER, "may administer this server"),
              told("quota", OPTION, "most they may keep, such as 2GB")),
          changes(
              "account import",
              RUNS,
              rows(),
              "Add many from a CSV file with the columns address,password.",
              told("file", FILE, "a CSV file, or - for standard input")),
          reads(
              "account list",
              LOOKS,
              rows("address"),
              "Show all people.",
              told("deleted", FLAG, "those instead who were deleted and can be restored")),
          reads(
              "account show",
              LOOKS,
              NAMED,
              "Show one person: what they keep, and how they sign in.",
              PERSON),
          changes(
              "account delete",
              RUNS,
              NAMED,
              "Remove a person; for some days they can be restored.",
              PERSON,
              told("now", FLAG, "for good and at once, with their mail")),
          changes(
              "account restore", RUNS, NAMED, "Bring a deleted person back as they were.", PERSON),
          changes("account password", HELPS, NAMED, "Set a password.", PERSON, SECRET),
          changes(
              "account quota",
              RUNS,
              NAMED,
              "Show what a person keeps and may keep, or set it.",
              PERSON,
              told("quota", OPTIONAL, "such as 2GB, or none")),
          changes(
              "account suspend",
              RUNS,
              NAMED,
              "Let a person log in no more; mail comes in.",
              PERSON),
          changes("account resume", RUNS, NAMED, "Let them log in again.", PERSON),
          changes(
              "account undelete",
              RUNS,
              NAMED,
              "Bring expunged mail back to where it was.",
              PERSON,
              told("since", OPTION, "a time such as 2026-01-31, or 2h or 7d ago"),
              told("mailbox", OPTION, "of this mailbox only")),
          changes(
              "account reset-second-factor",
              HELPS,
              NAMED,
              "Let a person sign in with the password alone again.",
              PERSON),
          reads("account app-passwords", LOOKS, NAMED, "Show a person's app passwords.", PERSON),
          changes(
              "account revoke-app-password",
              HELPS,
              NAMED,
              "Take an app password back.",
              PERSON,
              told("id", ARGUMENT, "of `account app-passwords`")),
          reads("account sessions", LOOKS, NAMED, "Show a person's browser sessions.", PERSON),
          changes(
              "account end-sessions", HELPS, NAMED, "Sign a person out of all browsers.", PERSON));

  static final List<Operation> SEARCH =
      List.of(
          reads(
              "search status",
              LOOKS,
              NAMED,
              "Show what is indexed, and why attachments could not be read.",
              PERSON,
              told("list", FLAG, "name each attachment that was not read, up to 1,000")),
          changes(
              "search reindex",
              RUNS,
              NAMED,
              "Build a person's search index anew, in the background.",
              PERSON));
}
