package org.godwit.store.mailbox;

import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.store.quota.CurrentQuotaManagerContract;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

// Not with StoreInvariants: this suite counts messages that are not there.
@ExtendWith(PostgresExtension.class)
class QuotaUsageTest implements CurrentQuotaManagerContract {

  @Override
  public CurrentQuotaManager testee() {
    return new QuotaUsage(PostgresExtension.database());
  }
}
