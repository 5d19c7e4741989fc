package org.godwit.store.mailbox;

import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMapperACLTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MailboxRowsAclTest extends MailboxMapperACLTest {

  @Override
  protected MailboxMapper createMailboxMapper() {
    return new PostgresMapperProvider().createMailboxMapper();
  }
}
