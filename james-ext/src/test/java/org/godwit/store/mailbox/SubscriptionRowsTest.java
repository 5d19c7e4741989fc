package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.SubscriptionMapperTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SubscriptionRowsTest extends SubscriptionMapperTest {

  @Override
  protected SubscriptionMapper createSubscriptionMapper() {
    return new SubscriptionRows(PostgresExtension.database());
  }
}
