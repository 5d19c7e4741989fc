package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;

/** VANISHED (EARLIER): what went while the client was away (RFC 7162 §3.2.10). */
final class Vanished {

  private Vanished() {}

  /**
   * Tells what was expunged after {@code since}.
   *
   * @param known the UIDs that the client asks about
   */
  static void tell(
      MailboxFacts facts, ImapSession session, IdRange[] known, long since, Replies replies)
      throws MailboxException {
    SelectedMailbox selected = session.getSelected();
    Optional<List<MessageUid>> logged =
        facts.expungedSince(session.getMailboxSession(), selected.getMailboxId(), since);
    List<MessageUid> gone =
        logged.isPresent() ? within(known, logged.get()) : missing(selected, known);
    if (!gone.isEmpty()) {
      replies.untagged("VANISHED (EARLIER) " + UidSets.text(gone));
    }
  }

  private static List<MessageUid> within(IdRange[] known, List<MessageUid> gone) {
    return gone.stream()
        .filter(uid -> Arrays.stream(known).anyMatch(range -> holds(range, uid.asLong())))
        .toList();
  }

  private static boolean holds(IdRange range, long uid) {
    return Math.min(range.getLowVal(), range.getHighVal()) <= uid
        && uid <= Math.max(range.getLowVal(), range.getHighVal());
  }

  /** When the log does not reach back, every UID that was given and is not there: 7162 §5.1. */
  private static List<MessageUid> missing(SelectedMailbox selected, IdRange[] known) {
    long last = ((Selected) selected).lastGivenUid();
    List<MessageUid> missing = new ArrayList<>();
    for (IdRange range : known) {
      long from = Math.min(range.getLowVal(), range.getHighVal());
      long to = Math.min(Math.max(range.getLowVal(), range.getHighVal()), last);
      for (long uid = Math.max(from, 1); uid <= to; uid++) {
        MessageUid candidate = MessageUid.of(uid);
        if (selected.msn(candidate).asInt().isEmpty()) {
          missing.add(candidate);
        }
      }
    }
    return missing;
  }
}
