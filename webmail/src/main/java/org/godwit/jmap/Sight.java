package org.godwit.jmap;

import java.util.Map;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.store.listing.Reach;

/**
 * An account as a viewer sees it.
 *
 * @param viewer who looks
 * @param account its number in the store
 * @param owner whose it is
 * @param reach what may be read
 * @param rights in mailboxes of somebody else's account, by number
 */
public record Sight(
    Viewer viewer, long account, Username owner, Reach reach, Map<Long, Rfc4314Rights> rights) {

  public Sight {
    rights = Map.copyOf(rights);
  }

  /** What clients call the account. */
  public String id() {
    return id(account);
  }

  /** What clients call an account. */
  public static String id(long account) {
    return "a" + account;
  }

  public boolean isOwn() {
    return viewer.account() == account;
  }

  /** Whether the viewer has a right in a mailbox (RFC 4314 §4). */
  public boolean may(long mailbox, Right right) {
    return isOwn() || (rights.containsKey(mailbox) && rights.get(mailbox).contains(right));
  }

  /** Whether nothing in the account may be changed. */
  public boolean isReadOnly() {
    return !isOwn()
        && rights.values().stream()
            .noneMatch(
                some ->
                    some.contains(Right.Write)
                        || some.contains(Right.WriteSeenFlag)
                        || some.contains(Right.Insert)
                        || some.contains(Right.DeleteMessages));
  }
}
