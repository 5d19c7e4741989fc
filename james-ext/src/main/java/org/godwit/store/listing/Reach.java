package org.godwit.store.listing;

import java.util.Optional;
import java.util.Set;

/**
 * How far somebody sees into an account.
 *
 * @param account whose mail
 * @param mailboxes numbers of the mailboxes that may be read; empty for all of them
 */
public record Reach(long account, Optional<Set<Long>> mailboxes) {

  public Reach {
    mailboxes = mailboxes.map(Set::copyOf);
  }

  /** All of an account. */
  public static Reach all(long account) {
    return new Reach(account, Optional.empty());
  }

  /** Whether this mailbox may be read. */
  public boolean covers(long mailbox) {
    return mailboxes.map(some -> some.contains(mailbox)).orElse(true);
  }

  /** A condition on column {@code mailbox_id} of a table. */
  SqlText condition(String table) {
    SqlText condition = new SqlText();
    mailboxes.ifPresent(
        some -> condition.add(" AND " + table + ".mailbox_id = ANY (?)", new SqlText.Longs(some)));
    return condition;
  }
}
