package org.godwit.store.mailbox;

import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.SubscriptionManagerContract;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SubscriptionManagerTest implements SubscriptionManagerContract {

  private SubscriptionManager subscriptions;

  @BeforeEach
  void setUp() {
    subscriptions = ComposedMailbox.compose().getInstance(StoreSubscriptionManager.class);
  }

  @Override
  public SubscriptionManager getSubscriptionManager() {
    return subscriptions;
  }
}
