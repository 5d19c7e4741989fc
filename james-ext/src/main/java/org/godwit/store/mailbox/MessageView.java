package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.godwit.store.message.MessageSummary;

/**
 * A message in a mailbox as a protocol shows it.
 *
 * @param flags the reader's own copy
 * @param size octets of the whole message
 * @param summary empty unless it was asked for
 * @param header octets before the body; empty unless they were asked for
 * @param bytes the whole message; read from the database when opened, unless it was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
public record MessageView(
    MessageUid uid,
    ModSeq modseq,
    Flags flags,
    Date internalDate,
    Optional<Date> savedAt,
    long size,
    MessageId messageId,
    ThreadId threadId,
    Optional<MessageSummary> summary,
    Optional<byte[]> header,
    Bytes bytes) {

  /** Octets that can be read any number of times. */
  @FunctionalInterface
  public interface Bytes {
    InputStream open() throws IOException;
  }
}
