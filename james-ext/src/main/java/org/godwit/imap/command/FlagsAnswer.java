package org.godwit.imap.command;

import javax.mail.Flags;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;

/** The untagged FETCH that tells of flags only. */
final class FlagsAnswer {

  private FlagsAnswer() {}

  /** What is null is not told. */
  @SuppressWarnings("NullOptional") // James tells a SAVEDATE of NIL for an empty one
  static FetchResponse of(
      MessageSequenceNumber number, Flags flags, MessageUid uid, ModSeq modseq) {
    return new FetchResponse(
        number, flags, uid, null, modseq, null, null, null, null, null, null, null, null);
  }
}
