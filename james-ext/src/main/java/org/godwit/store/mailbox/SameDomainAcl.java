package org.godwit.store.mailbox;

import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;

/**
 * What an access control list grants: all that is granted to the user or to everybody, less what is
 * taken from either (RFC 4314 §2). Mail is shared within a domain: everybody is who belongs to the
 * owner's. Safe for many threads.
 */
public final class SameDomainAcl implements MailboxACLResolver {
  private final MailboxACLResolver union = new UnionMailboxACLResolver();

  /** What a user may do; the owner may all. */
  public Rfc4314Rights of(Username user, MailboxACL acl, String owner) {
    if (user.asString().equals(owner)) {
      return MailboxACL.FULL_RIGHTS;
    }
    try {
      return resolveRights(user, acl, owner);
    } catch (UnsupportedRightException e) {
      throw new IllegalStateException("a stored right is unknown", e);
    }
  }

  @Override
  public MailboxACL applyGlobalACL(MailboxACL acl) throws UnsupportedRightException {
    return union.applyGlobalACL(acl);
  }

  @Override
  public List<Rfc4314Rights> listRights(EntryKey key, String owner)
      throws UnsupportedRightException {
    return union.listRights(key, owner);
  }

  @Override
  public Rfc4314Rights resolveRights(Username user, MailboxACL acl, String owner)
      throws UnsupportedRightException {
    return user != null && user.getDomainPart().equals(Username.of(owner).getDomainPart())
        ? union.resolveRights(user, acl, owner)
        : MailboxACL.NO_RIGHTS;
  }
}
