package org.godwit.mailflow;

import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.godwit.store.mailbox.PostgresMailboxManager;
import reactor.core.publisher.Mono;

/** Asks about people's folders. Safe for many threads; one statement a call. */
public final class Folders {

  private final PostgresMailboxManager manager;

  @Inject
  Folders(PostgresMailboxManager manager) {
    this.manager = manager;
  }

  /**
   * Whether somebody has a folder.
   *
   * @param folder with {@code /} between levels, as {@link Filings} and the store have it
   * @throws MessagingException when that cannot be said now
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked
   */
  public boolean exists(Username owner, String folder) throws MessagingException {
    MailboxSession session = manager.createSystemSession(owner);
    try {
      MailboxPath path = MailboxPath.forUser(owner, folder);
      return MailboxReactorUtils.block(Mono.from(manager.mailboxExists(path, session)));
    } catch (MailboxException e) {
      throw new MessagingException("a mailbox cannot be looked for now", e);
    } finally {
      manager.endProcessingRequest(session);
    }
  }
}
