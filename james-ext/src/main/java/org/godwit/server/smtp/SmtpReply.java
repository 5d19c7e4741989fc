package org.godwit.server.smtp;

import org.apache.james.protocols.smtp.SMTPResponse;

/** Makes answers: a code of RFC 5321 §4.2, an enhanced code of RFC 3463 and a text. */
final class SmtpReply {

  private SmtpReply() {}

  static SMTPResponse of(int code, String text) {
    return new SMTPResponse(Integer.toString(code), text);
  }

  /** An answer after which we hang up. */
  static SMTPResponse last(int code, String text) {
    SMTPResponse reply = of(code, text);
    reply.setEndSession(true);
    return reply;
  }
}
