package org.godwit.store.mailbox;

import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.AbstractMessageIdManagerQuotaTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageIdManagerQuotaTest extends AbstractMessageIdManagerQuotaTest {

  @Override
  protected MessageIdManagerTestSystem createTestSystem(
      QuotaManager quotas, CurrentQuotaManager usage) {
    return ManagerSystems.messageIds(ComposedMailbox.compose());
  }

  @Override
  protected MaxQuotaManager createMaxQuotaManager() {
    return new QuotaLimits(PostgresExtension.database());
  }

  @Override
  protected CurrentQuotaManager createCurrentQuotaManager() {
    return new QuotaUsage(PostgresExtension.database());
  }

  @Override
  protected QuotaManager createQuotaManager(MaxQuotaManager limits, CurrentQuotaManager usage) {
    return new StoreQuotaManager(usage, limits);
  }
}
