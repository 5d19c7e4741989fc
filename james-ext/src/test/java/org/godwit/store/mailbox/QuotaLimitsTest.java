package org.godwit.store.mailbox;

import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.quota.GenericMaxQuotaManagerTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class QuotaLimitsTest extends GenericMaxQuotaManagerTest {

  @Override
  protected MaxQuotaManager provideMaxQuotaManager() {
    return new QuotaLimits(PostgresExtension.database());
  }
}
