package org.godwit.store.mailbox;

import com.google.inject.Injector;
import org.apache.james.mailbox.manager.IntegrationResources;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.manager.QuotaMessageManagerContract;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class QuotaMessageManagerTest implements QuotaMessageManagerContract<PostgresMailboxManager> {

  private IntegrationResources<PostgresMailboxManager> resources;
  private ManagerTestProvisionner provisionner;

  @BeforeEach
  void setUp() throws Exception {
    resources = resources(ComposedMailbox.compose());
    provisionner = new ManagerTestProvisionner(resources);
    provisionner.createMailboxes();
  }

  private static IntegrationResources<PostgresMailboxManager> resources(Injector composed) {
    return new IntegrationResources<>() {
      @Override
      public PostgresMailboxManager getMailboxManager() {
        return composed.getInstance(PostgresMailboxManager.class);
      }

      @Override
      public QuotaManager getQuotaManager() {
        return composed.getInstance(QuotaManager.class);
      }

      @Override
      public MaxQuotaManager getMaxQuotaManager() {
        return composed.getInstance(MaxQuotaManager.class);
      }

      @Override
      public QuotaRootResolver getQuotaRootResolver() {
        return composed.getInstance(QuotaRootResolver.class);
      }
    };
  }

  @Override
  public IntegrationResources<PostgresMailboxManager> getResources() {
    return resources;
  }

  @Override
  public ManagerTestProvisionner getProvisionner() {
    return provisionner;
  }
}
