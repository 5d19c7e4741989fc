package org.godwit.mailflow.outbound;

import java.time.Duration;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * A mail that is out of the queue and ours until one of its ends: settled, postponed or given back.
 * An end that failed may be tried again. For one thread at a time.
 */
interface Taken {

  /** Our copy; what is changed in it is what {@link #postpone} puts back. */
  Mail mail();

  /**
   * Runs work that queues other mail. Where the queue can do that, it comes out together with the
   * end of this one, and not at all when we die before.
   */
  void inside(Storage.Write work) throws MessagingException;

  /** Nothing is left of it. */
  void settle() throws MessagingException;

  /** {@link #mail} as it is now, after a pause. */
  void postpone(Duration pause, String reason) throws MessagingException;

  /** As it was, at once. */
  void giveBack() throws MessagingException;

  /** After the end, whatever it was: makes room for another mail. */
  void over();
}
