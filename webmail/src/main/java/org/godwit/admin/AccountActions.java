package org.godwit.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.godwit.server.AccountPurge;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.Person;
import org.godwit.store.mailbox.Undelete;

/** The people who have a mailbox. */
final class AccountActions {
  private static final int MOST_DELETED = 1_000;

  private final Accounts accounts;
  private final MaxQuotaManager limits;
  private final QuotaManager quotas;
  private final UserQuotaRootResolver roots;
  private final Undelete undelete;
  private final AccountPurge purge;
  private final AccountView view;

  AccountActions(Services services) {
    this.accounts = services.get(Accounts.class);
    this.limits = services.get(MaxQuotaManager.class);
    this.quotas = services.get(QuotaManager.class);
    this.roots = services.get(UserQuotaRootResolver.class);
    this.undelete = services.get(Undelete.class);
    this.purge = services.get(AccountPurge.class);
    this.view = new AccountView(services);
  }

  Map<String, Action> all() {
    return Map.ofEntries(
        Map.entry("account create", this::create),
        Map.entry(
            "account import", told -> new AccountImport(accounts, told.reach()).run(told.file())),
        Map.entry("account list", this::list),
        Map.entry("account delete", this::delete),
        Map.entry("account restore", this::restore),
        Map.entry("account show", view::show),
        Map.entry("account password", this::password),
        Map.entry("account quota", this::quota),
        Map.entry("account undelete", this::undelete),
        Map.entry("account suspend", told -> suspend(told, true)),
        Map.entry("account resume", told -> suspend(told, false)));
  }

  private Answer create(Told told) throws Exception {
    Username name = told.account("address");
    Optional<Long> quota = told.size("quota");
    try {
      accounts.create(new NewAccount(name, told.password()));
    } catch (AlreadyExistInUsersRepositoryException e) {
      throw AdminProblem.refused(
          accounts.findRetired(name).flatMap(Person::deleted).isPresent()
              ? "%s was deleted and can be restored; delete it for good first (--now)"
                  .formatted(name.asString())
              : "address is in use already: " + name.asString());
    }
    if (told.flag("admin")) {
      accounts.admin(name, true);
    }
    if (quota.isPresent()) {
      limits.setMaxStorage(roots.forUser(name), QuotaSizeLimit.size(quota.get()));
    }
    return Answer.one(
        Answer.facts("message", "created " + name.asString(), "address", name.asString()));
  }

  private Answer list(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (told.flag("deleted")) {
      for (Person person : accounts.retired(Instant.now(), MOST_DELETED)) {
        Map<String, Object> row = row(person);
        addDeleted(row, person, purge.kept());
        rows.add(row);
      }
    } else {
      accounts.forEach(person -> rows.add(row(person)));
    }
    return new Answer.Many(rows);
  }

  /** When they were deleted, and when they go for good. */
  static void addDeleted(Map<String, Object> row, Person person, Duration kept) {
    row.put("deleted", person.deleted().map(Object::toString).orElse(null));
    row.put("goes", person.deleted().map(at -> at.plus(kept).toString()).orElse(null));
  }

  static Map<String, Object> row(Person person) {
    return Answer.facts(
        "address", person.name().asString(),
        "admin", person.admin(),
        "suspended", person.suspended(),
        "shared", person.shared(),
        "created", person.created().toString(),
        "lastLogin", person.lastLogin().map(Object::toString).orElse(null));
  }

  private Answer delete(Told told) throws AdminProblem {
    Username name = told.account("address");
    if (told.flag("now") || purge.kept().isZero()) {
      if (!accounts.delete(name)) {
        throw AdminProblem.refused("no such account: " + name.asString());
      }
      return Answer.done("deleted " + name.asString() + " for good");
    }
    mustExist(accounts.retire(name), name);
    return Answer.done(
        "deleted %s; for %d days it can be restored"
            .formatted(name.asString(), purge.kept().toDays()));
  }

  private Answer restore(Told told) throws AdminProblem {
    Username name = told.account("address");
    if (!accounts.restore(name)) {
      throw AdminProblem.refused("nobody was deleted who is called " + name.asString());
    }
    return Answer.done("restored " + name.asString());
  }

  private Answer password(Told told) throws AdminProblem {
    Username name = told.account("address");
    mustExist(accounts.password(name, told.password()), name);
    return Answer.done("changed the password of " + name.asString());
  }

  private Answer suspend(Told told, boolean suspended) throws AdminProblem {
    Username name = told.account("address");
    mustExist(accounts.suspend(name, suspended), name);
    return Answer.done((suspended ? "suspended " : "resumed ") + name.asString());
  }

  private Answer quota(Told told) throws Exception {
    Username name = told.account("address");
    mustExist(accounts.find(name).isPresent(), name);
    QuotaRoot root = roots.forUser(name);
    if (told.maybe("quota").filter("none"::equalsIgnoreCase).isPresent()) {
      limits.setMaxStorage(root, QuotaSizeLimit.unlimited());
    } else {
      Optional<Long> size = told.size("quota");
      if (size.isPresent()) {
        limits.setMaxStorage(root, QuotaSizeLimit.size(size.get()));
      }
    }
    Quota<QuotaSizeLimit, QuotaSizeUsage> quota = quotas.getStorageQuota(root);
    Long most = quota.getLimit().isLimited() ? quota.getLimit().asLong() : null;
    return Answer.one(
        Answer.facts(
            "address", name.asString(), "usedBytes", quota.getUsed().asLong(), "quotaBytes", most));
  }

  private Answer undelete(Told told) throws Exception {
    Username name = told.account("address");
    mustExist(accounts.find(name).isPresent(), name);
    Instant since = told.since("since").orElse(Instant.EPOCH);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Undelete.Restored each : undelete.restore(name, since, told.maybe("mailbox"))) {
      rows.add(Answer.facts("mailbox", each.mailbox().getName(), "restored", each.messages()));
    }
    return new Answer.Many(rows);
  }

  private void mustExist(boolean exists, Username name) throws AdminProblem {
    if (!exists) {
      Optional<Person> found = accounts.findRetired(name);
      if (found.isEmpty()) {
        throw AdminProblem.refused("no such account: " + name.asString());
      }
      throw AdminProblem.refused(
          found.get().deleted().isPresent()
              ? "%s is deleted; `account restore` brings it back".formatted(name.asString())
              : "%s is a shared mailbox, which nobody signs in to".formatted(name.asString()));
    }
  }
}
