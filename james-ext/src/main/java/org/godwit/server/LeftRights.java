package org.godwit.server;

import javax.inject.Inject;
import javax.inject.Provider;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.godwit.store.account.AccountHook;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.mailbox.StoreMailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what others had allowed somebody who is removed: whoever is called so next must not
 * see their mail.
 */
final class LeftRights implements AccountHook {
  private static final Logger LOG = LoggerFactory.getLogger(LeftRights.class);

  private final AccountDirectory directory;
  private final Provider<MailboxManager> mailboxes; // which needs the hooks, too

  @Inject
  LeftRights(AccountDirectory directory, Provider<MailboxManager> mailboxes) {
    this.directory = directory;
    this.mailboxes = mailboxes;
  }

  @Override
  public void removed(Username name) {
    MailboxACL.EntryKey key = MailboxACL.EntryKey.createUserEntryKey(name);
    for (AccountDirectory.Sharing sharing : directory.sharing(name)) {
      for (AccountDirectory.Shared shared : sharing.mailboxes()) {
        if (shared.acl().getEntries().containsKey(key)) {
          takeBack(sharing, shared, key);
        }
      }
    }
  }

  private void takeBack(
      AccountDirectory.Sharing sharing, AccountDirectory.Shared shared, MailboxACL.EntryKey key) {
    MailboxSession session = mailboxes.get().createSystemSession(sharing.owner());
    try {
      mailboxes
          .get()
          .applyRightsCommand(
              new StoreMailboxId(sharing.account(), shared.mailbox()),
              MailboxACL.command().key(key).noRights().asReplacement(),
              session);
    } catch (MailboxException e) {
      LOG.warn("rights of {} could not be taken back", key.getName(), e);
    } finally {
      mailboxes.get().endProcessingRequest(session);
    }
  }
}
