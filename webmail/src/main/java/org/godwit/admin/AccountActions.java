package org.godwit.admin;

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
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.Person;
import org.godwit.store.mailbox.Undelete;

/** The people who have a mailbox. */
final class AccountActions {
  private final Accounts accounts;
  private final MaxQuotaManager limits;
  private final QuotaManager quotas;
  private final UserQuotaRootResolver roots;
  private final Undelete undelete;
  private final AccountView view;

  AccountActions(Services services) {
    this.accounts = services.get(Accounts.class);
    this.limits = services.get(MaxQuotaManager.class);
    this.quotas = services.get(QuotaManager.class);
    this.roots = services.get(UserQuotaRootResolver.class);
    this.undelete = services.get(Undelete.class);
    this.view = new AccountView(services);
  }

  Map<String, Action> all() {
    return Map.of(
        "account create", this::create,
        "account import", told -> new AccountImport(accounts, told.reach()).run(told.file()),
        "account list", this::list,
        "account delete", this::delete,
        "account show", view::show,
        "account password", this::password,
        "account quota", this::quota,
        "account undelete", this::undelete,
        "account suspend", told -> suspend(told, true),
        "account resume", told -> suspend(told, false));
  }

  private Answer create(Told told) throws Exception {
    Username name = told.account("address");
    Optional<Long> quota = told.size("quota");
    try {
      accounts.create(new NewAccount(name, told.password()));
    } catch (AlreadyExistInUsersRepositoryException e) {
      throw AdminProblem.refused("address is in use already: " + name.asString());
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
    accounts.forEach(person -> rows.add(row(person)));
    return new Answer.Many(rows);
  }

  static Map<String, Object> row(Person person) {
    return Answer.facts(
        "address", person.name().asString(),
        "admin", person.admin(),
        "suspended", person.suspended(),
        "created", person.created().toString(),
        "lastLogin", person.lastLogin().map(Object::toString).orElse(null));
  }

  private Answer delete(Told told) throws AdminProblem {
    Username name = told.account("address");
    mustExist(accounts.delete(name), name);
    return Answer.done("deleted " + name.asString());
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

  private static void mustExist(boolean exists, Username name) throws AdminProblem {
    if (!exists) {
      throw AdminProblem.refused("no such account: " + name.asString());
    }
  }
}
