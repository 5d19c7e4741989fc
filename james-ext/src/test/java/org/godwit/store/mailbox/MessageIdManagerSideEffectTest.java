package org.godwit.store.mailbox;

import com.google.inject.AbstractModule;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.AbstractMessageIdManagerSideEffectTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageIdManagerSideEffectTest extends AbstractMessageIdManagerSideEffectTest {

  @Override
  protected MessageIdManagerTestSystem createTestSystem(
      QuotaManager quotas, EventBus bus, Set<PreDeletionHook> hooks) {
    return ManagerSystems.messageIds(
        ComposedMailbox.compose(
            hooks,
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(QuotaManager.class).toInstance(quotas);
                bind(EventBus.class).toInstance(bus);
              }
            }));
  }
}
