package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.AbstractMessageIdManagerStorageTest;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageIdManagerStorageTest extends AbstractMessageIdManagerStorageTest {

  @Override
  protected MessageIdManagerTestSystem createTestingData() {
    return ManagerSystems.messageIds(ComposedMailbox.compose());
  }
}
