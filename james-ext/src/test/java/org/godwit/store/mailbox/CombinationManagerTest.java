package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.AbstractCombinationManagerTest;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class CombinationManagerTest extends AbstractCombinationManagerTest {

  @Override
  protected CombinationManagerTestSystem createTestingData() {
    return ManagerSystems.combination(ComposedMailbox.compose());
  }
}
