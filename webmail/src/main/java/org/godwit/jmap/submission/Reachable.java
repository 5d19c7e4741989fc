package org.godwit.jmap.submission;

import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;

/** Whether mail for an address can go anywhere. */
@FunctionalInterface
public interface Reachable {

  /**
   * Asks for one address.
   *
   * @return false when it is an address of ours that is nobody's
   * @throws MessagingException it cannot be told now
   */
  boolean test(MailAddress recipient) throws MessagingException;
}
