package org.godwit.store.event;

import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Something has happened that this node has not done itself: a hint where to look, and all that is
 * known of it.
 *
 * @param id of this hint
 * @param mailboxes whose messages have changed, or that have come or gone
 * @param accounts that have changed
 * @param owners of mailboxes that have changed, by name
 * @param rights whether somebody may see other mailboxes than before
 * @param everything whether anything may have happened, because nothing was heard for a while; then
 *     the rest is empty
 */
public record ChangedElsewhere(
    EventId id,
    Set<MailboxId> mailboxes,
    Set<Long> accounts,
    Set<String> owners,
    boolean rights,
    boolean everything)
    implements Event {

  private static final Username NOBODY = Username.of("elsewhere");

  public ChangedElsewhere {
    mailboxes = Set.copyOf(mailboxes);
    accounts = Set.copyOf(accounts);
    owners = Set.copyOf(owners);
  }

  /** Anything may have happened. */
  public static ChangedElsewhere anything() {
    return new ChangedElsewhere(EventId.random(), Set.of(), Set.of(), Set.of(), true, true);
  }

  /** Whether it may be about a mailbox. */
  public boolean isAbout(MailboxId mailbox) {
    return everything || mailboxes.contains(mailbox);
  }

  @Override
  public Username getUsername() {
    return NOBODY;
  }

  @Override
  public boolean isNoop() {
    return false;
  }

  @Override
  public EventId getEventId() {
    return id;
  }
}
