package org.godwit.server.smtp;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** What must have been said before a message may come. RFC 5321 §4.1.4. */
final class Sequence {

  private Sequence() {}

  /** The answer when something is missing; null when nothing is. */
  static Response missing(SmtpSession session) {
    if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
      return SmtpReply.of(503, "5.5.1 Say MAIL first");
    }
    if (session.getRcptCount() > 0) {
      return null;
    }
    return session.lmtp()
        ? SmtpReply.of(503, "5.5.1 No valid recipients") // 2033 §4.2
        : SmtpReply.of(554, "5.5.1 No valid recipients"); // 5321 §3.3
  }
}
