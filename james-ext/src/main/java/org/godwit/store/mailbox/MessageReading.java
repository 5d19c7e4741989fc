package org.godwit.store.mailbox;

import java.util.Iterator;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;

/**
 * Reads messages for protocols. Calls block; whoever asks has made sure that the session may read
 * the mailbox.
 */
public interface MessageReading {

  /**
   * How much of each message is wanted beside its ids, dates and sizes.
   *
   * @param changing flags, modseq and thread as they are now; else they may be those of a minute
   *     ago, and so may be that the message is there
   * @param summary the parts and envelopes
   * @param header the octets before the body
   * @param bytes all octets
   */
  record Wanted(boolean changing, boolean summary, boolean header, boolean bytes) {}

  /**
   * The messages of a range by UID, read page by page while the iterator moves: one statement for
   * 1,000 messages, or for some 8 MB of them when their bytes are wanted. A single message that was
   * read whole a short while ago may cost none.
   *
   * @throws MailboxException when the first page cannot be read; later ones throw unchecked
   */
  Iterator<MessageView> read(
      MailboxSession session, MailboxId mailbox, MessageRange range, Wanted wanted)
      throws MailboxException;
}
