package org.godwit.mailflow;

import java.util.UUID;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.Username;

/** How mail gets into mailboxes. Implementations are safe for many threads. */
public interface Mailboxes {

  /** What became of a delivery. */
  enum Result {
    /** The message is in the mailbox, and committed. */
    DELIVERED,
    /** It was already, by an earlier call with the same id. */
    ALREADY_THERE,
    /** It is not: the owner's quota has no room for it. */
    FULL
  }

  /**
   * A message for one mailbox.
   *
   * @param id counts once, whatever becomes of the message later
   * @param owner whose mailbox
   * @param folder in James's notation with {@code /}; made when it is not there
   * @param flags to set
   * @param prefix header lines with CRLF that go before the message; may be empty
   * @param message is only read
   */
  record Letter(
      UUID id, Username owner, String folder, Flags flags, String prefix, MimeMessage message) {}

  /**
   * Puts a message into a mailbox, in one transaction.
   *
   * @throws MessagingException when that cannot be done now
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked
   */
  Result deliver(Letter letter) throws MessagingException;
}
