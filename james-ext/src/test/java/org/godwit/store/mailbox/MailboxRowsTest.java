package org.godwit.store.mailbox;

import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MailboxRowsTest extends MailboxMapperTest {

  private final PostgresMapperProvider provider = new PostgresMapperProvider();

  @Override
  protected MailboxMapper createMailboxMapper() {
    return provider.createMailboxMapper();
  }

  @Override
  protected MailboxId generateId() {
    return provider.generateId();
  }
}
