package org.godwit.imap.command;

import java.util.StringJoiner;
import javax.mail.Flags;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.godwit.imap.fetch.FlagNames;

/** The untagged FETCH that tells of flags only. */
final class FlagsAnswer {

  private FlagsAnswer() {}

  /**
   * Tells of a message, if the client knows it. Flags and modseq that are null are not told.
   *
   * @param useUid whether the command that is answered speaks of uids
   */
  static void tell(
      ImapSession session,
      SelectedMailbox selected,
      MessageUid uid,
      Flags flags,
      ModSeq modseq,
      boolean useUid,
      Replies replies) {
    if (Dialect.uidOnly(session)) {
      tellByUid(uid, flags, modseq, replies);
      return;
    }
    boolean tellUid = useUid || Modseqs.qresync(session); // 7162 §3.2.4
    selected
        .msn(uid)
        .ifPresent(number -> replies.respond(of(number, flags, tellUid ? uid : null, modseq)));
  }

  /** 9586 §3.3. */
  private static void tellByUid(MessageUid uid, Flags flags, ModSeq modseq, Replies replies) {
    StringJoiner items = new StringJoiner(" ", "(", ")");
    if (modseq != null) {
      items.add("MODSEQ (" + modseq.asLong() + ")");
    }
    if (flags != null) {
      items.add(FlagNames.item(flags));
    }
    replies.untagged(uid.asLong() + " UIDFETCH " + items);
  }

  @SuppressWarnings("NullOptional") // James tells a SAVEDATE of NIL for an empty one
  private static FetchResponse of(
      MessageSequenceNumber number, Flags flags, MessageUid uid, ModSeq modseq) {
    return new FetchResponse(
        number, flags, uid, null, modseq, null, null, null, null, null, null, null, null);
  }
}
