package org.godwit.store.mailbox;

import javax.mail.Flags;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.store.StoreRightManager;

/**
 * What a session may do with the messages of a mailbox (RFC 4314 §4): everything in its user's own,
 * and in those of others what was granted. Asks nobody: the rights were read with the mailbox.
 */
final class Rights {

  private final StoreRightManager rights;
  private final Mailbox mailbox;

  Rights(StoreRightManager rights, Mailbox mailbox) {
    this.rights = rights;
    this.mailbox = mailbox;
  }

  private boolean owns(MailboxSession session) {
    return mailbox.getUser().equals(session.getUser());
  }

  private boolean may(MailboxSession session, Right right) {
    return owns(session) || rights.hasRight(mailbox, right, session);
  }

  /** Whether all of these are granted. */
  boolean may(MailboxSession session, Right... wanted) {
    for (Right right : wanted) {
      if (!may(session, right)) {
        return false;
      }
    }
    return true;
  }

  void need(MailboxSession session, Right... wanted) throws InsufficientRightsException {
    if (!may(session, wanted)) {
      throw refusal();
    }
  }

  InsufficientRightsException refusal() {
    return new InsufficientRightsException("not permitted in " + mailbox.getMailboxId());
  }

  /** Those flags that the session may set and take away: "s", "t", and "w" for all others. */
  Flags permitted(Flags wanted, MailboxSession session) {
    Flags permitted = new Flags(wanted);
    if (owns(session)) {
      return permitted;
    }
    for (Flags.Flag flag : wanted.getSystemFlags()) {
      if (!may(session, right(flag))) {
        permitted.remove(flag);
      }
    }
    if (!may(session, Right.Write)) {
      for (String keyword : wanted.getUserFlags()) {
        permitted.remove(keyword);
      }
    }
    return permitted;
  }

  private static Right right(Flags.Flag flag) {
    if (flag.equals(Flags.Flag.SEEN)) {
      return Right.WriteSeenFlag;
    }
    return flag.equals(Flags.Flag.DELETED) ? Right.DeleteMessages : Right.Write;
  }

  /**
   * The flags of a STORE that may be changed.
   *
   * @param replaces whether all others are taken away
   * @throws InsufficientRightsException when none may; or, where others are taken away, not all
   */
  Flags changeable(Flags wanted, boolean replaces, MailboxSession session)
      throws InsufficientRightsException {
    if (replaces) {
      need(session, Right.WriteSeenFlag, Right.DeleteMessages, Right.Write);
    }
    Flags permitted = permitted(wanted, session);
    if (permitted.equals(new Flags()) && !wanted.equals(new Flags())) {
      throw refusal(); // 4314 §4: it fails when none of the flags may be changed
    }
    return permitted;
  }
}
