package org.godwit.store.mailbox;

import java.util.Set;
import org.apache.james.events.Event;
import org.apache.james.mailbox.events.MailboxEvents.MailboxACLUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.godwit.store.Database;
import org.godwit.store.event.ChangedElsewhere;

/**
 * Tells the database what has changed, so that nobody reads what a replica does not have yet. It
 * has to know before anybody hears of the change.
 */
public final class ReadPositions {
  /** What others let somebody see. */
  static final String GRANTS = "grants";

  /** Annotations of mailboxes, of which no event tells. */
  static final String ANNOTATIONS = "annotations";

  private final Database database;

  /** Tells this one. */
  public ReadPositions(Database database) {
    this.database = database;
  }

  /** Accounts of mailboxes, as {@link Database#read} knows them. */
  static Set<Long> accounts(java.util.Collection<StoreMailboxId> mailboxes) {
    Set<Long> accounts = new java.util.HashSet<>();
    mailboxes.forEach(mailbox -> accounts.add(mailbox.account()));
    return accounts;
  }

  /** Notes what an event tells of. */
  public void note(Event event) {
    if (event instanceof MailboxEvent change
        && change.getMailboxId() instanceof StoreMailboxId mailbox) {
      database.changed(mailbox.account());
      database.changed(change.getMailboxPath().getUser().asString());
      if (change instanceof MailboxACLUpdated || change instanceof MailboxDeletion) {
        database.changed(GRANTS);
      }
    } else if (event instanceof ChangedElsewhere change) {
      if (change.everything()) {
        database.changedAll();
      }
      change.accounts().forEach(database::changed);
      change.owners().forEach(database::changed);
      if (change.rights()) {
        database.changed(GRANTS);
      }
    }
  }
}
