package org.godwit.mailflow;

import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.Mail;

/**
 * Looks at a complete message for one of its recipients, where the protocol has an answer for each
 * of them (2033 §4.2).
 */
public interface EachRecipient {

  /** Whether this recipient can have it; declining to say anything lets it pass. */
  HookResult onMessage(SMTPSession session, Mail mail, MailAddress recipient);
}
