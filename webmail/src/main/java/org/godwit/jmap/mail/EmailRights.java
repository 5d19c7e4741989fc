package org.godwit.jmap.mail;

import java.util.HashSet;
import java.util.Set;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.store.mailbox.MessageEdits.Standing;

/** What somebody may do to another's emails (8621 §2, RFC 4314 §4). */
final class EmailRights {

  private EmailRights() {}

  /** Refuses a change that a right is missing for. */
  static void check(Sight sight, Standing before, Standing after) throws SetError {
    if (sight.isOwn()) {
      return;
    }
    for (Long mailbox : after.mailboxes()) {
      if (!before.mailboxes().contains(mailbox)) {
        need(sight, mailbox, Right.Insert);
      }
    }
    for (Long mailbox : before.mailboxes()) {
      if (!after.mailboxes().contains(mailbox)) {
        need(sight, mailbox, Right.DeleteMessages);
        need(sight, mailbox, Right.PerformExpunge);
      }
    }
    Set<String> changed = new HashSet<>(before.keywords());
    changed.addAll(after.keywords());
    changed.removeIf(word -> before.keywords().contains(word) == after.keywords().contains(word));
    for (Long mailbox : after.mailboxes()) {
      for (String keyword : changed) {
        need(sight, mailbox, keyword.equals("$seen") ? Right.WriteSeenFlag : Right.Write);
      }
    }
  }

  private static void need(Sight sight, long mailbox, Right right) throws SetError {
    if (!sight.may(mailbox, right)) {
      throw SetError.forbidden("a right is missing in one of the mailboxes");
    }
  }
}
