package org.godwit.mailflow;

import java.time.Instant;
import java.util.UUID;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.Username;

/** How mail gets into mailboxes. Safe for many threads. */
interface Mailboxes {

  /** What became of a copy. */
  enum Result {
    /** It is in the mailbox, and committed. */
    DELIVERED,
    /** It was already, by an earlier try. */
    ALREADY_THERE,
    /** It is not: the owner's quota has no room for it. */
    FULL
  }

  /**
   * A copy for one mailbox.
   *
   * @param id the same whenever this is tried again
   * @param owner whose mailbox
   * @param folder with {@code /} between names; made when it is not there
   * @param flags to set
   * @param prefix header lines with CRLF that go before the message
   * @param received when the mail was accepted
   */
  record Copy(
      UUID id, Username owner, String folder, Flags flags, String prefix, Instant received) {}

  /** A message that copies are made of. One thread at a time. */
  interface Message {

    /**
     * Puts a copy into a mailbox, in one transaction.
     *
     * @throws MessagingException when that cannot be done now
     * @throws org.godwit.store.StoreUnavailable when the database cannot be asked
     */
    Result deliver(Copy copy) throws MessagingException;
  }

  /**
   * Looks through a message, once for all its copies.
   *
   * @param message unchanged until the last copy is delivered
   */
  Message message(MimeMessage message) throws MessagingException;
}
