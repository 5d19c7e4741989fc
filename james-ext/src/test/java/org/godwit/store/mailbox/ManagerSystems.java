package org.godwit.store.mailbox;

import com.google.inject.Injector;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;

/** What James's manager suites are run on. */
final class ManagerSystems {

  private ManagerSystems() {}

  static MessageIdManagerTestSystem messageIds(Injector composed) {
    return new MessageIdManagerTestSystem(
        composed.getInstance(MessageIdManager.class),
        composed.getInstance(StoreMessageId.Factory.class),
        composed.getInstance(StoreMapperFactory.class),
        composed.getInstance(PostgresMailboxManager.class));
  }

  static CombinationManagerTestSystem combination(Injector composed) {
    PostgresMailboxManager manager = composed.getInstance(PostgresMailboxManager.class);
    return new CombinationManagerTestSystem(manager, composed.getInstance(MessageIdManager.class)) {
      @Override
      public MessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
        return manager.createMessageManager(mailbox, session);
      }

      @Override
      public Mailbox createMailbox(MailboxPath path, MailboxSession session)
          throws MailboxException {
        manager.createMailbox(path, session);
        return manager.getMailbox(path, session).getMailboxEntity();
      }
    };
  }
}
