package org.godwit.store.mailbox;

import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.AbstractMessageManagerTest;
import org.apache.james.mailbox.store.MessageManagerTestSystem;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageManagerTest extends AbstractMessageManagerTest {

  @BeforeEach
  void setUp() throws Exception {
    PostgresMailboxManager manager =
        ComposedMailbox.compose().getInstance(PostgresMailboxManager.class);
    super.setup(
        new MessageManagerTestSystem(manager) {
          @Override
          public Mailbox createMailbox(MailboxPath path, MailboxSession session)
              throws MailboxException {
            manager.createMailbox(path, session);
            return manager.getMailbox(path, session).getMailboxEntity();
          }
        });
  }
}
