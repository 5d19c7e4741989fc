package org.godwit.admin;

import java.util.Map;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.server.AccountPurge;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.Person;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.admin.AdminRoles;

/** One person, as an administrator sees them. A handful of statements. */
final class AccountView {
  private final Accounts accounts;
  private final QuotaManager quotas;
  private final UserQuotaRootResolver roots;
  private final SecondFactors factors;
  private final Passkeys passkeys;
  private final AdminRoles roles;
  private final AccountPurge purge;

  AccountView(Services services) {
    this.accounts = services.get(Accounts.class);
    this.quotas = services.get(QuotaManager.class);
    this.roots = services.get(UserQuotaRootResolver.class);
    this.factors = services.get(SecondFactors.class);
    this.passkeys = services.get(Passkeys.class);
    this.roles = services.get(AdminRoles.class);
    this.purge = services.get(AccountPurge.class);
  }

  Answer show(Told told) throws Exception {
    Username name = told.account("address");
    Person person =
        accounts
            .findRetired(name)
            .orElseThrow(() -> AdminProblem.refused("no such account: " + name.asString()));
    Quota<QuotaSizeLimit, QuotaSizeUsage> quota = quotas.getStorageQuota(roots.forUser(name));
    Map<String, Object> facts = AccountActions.row(person);
    if (person.deleted().isPresent()) {
      AccountActions.addDeleted(facts, person, purge.kept());
    }
    facts.put("usedBytes", quota.getUsed().asLong());
    facts.put("quotaBytes", quota.getLimit().isLimited() ? quota.getLimit().asLong() : null);
    facts.put("secondFactor", factors.on(name.asString()));
    facts.put("passkeys", passkeys.list(name.asString()).size());
    facts.put("roles", roles.evenSuspended(name).stream().map(RoleActions::facts).toList());
    return Answer.one(facts);
  }
}
