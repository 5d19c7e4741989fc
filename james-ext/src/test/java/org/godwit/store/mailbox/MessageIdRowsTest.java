package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageIdMapperTest;
import org.apache.james.utils.UpdatableTickingClock;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageIdRowsTest extends MessageIdMapperTest {

  private final PostgresMapperProvider provider = new PostgresMapperProvider();

  @Override
  protected MapperProvider provideMapper() {
    return provider;
  }

  @Override
  protected UpdatableTickingClock updatableTickingClock() {
    return provider.clock();
  }
}
