package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageMoveTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageMoveRowsTest extends MessageMoveTest {

  @Override
  protected MapperProvider createMapperProvider() {
    return new PostgresMapperProvider();
  }
}
