package org.godwit.server.smtp;

import org.apache.james.protocols.smtp.SMTPResponse;

/**
 * A command's argument that cannot be taken; knows its answer. No stack trace: it is no accident.
 */
final class BadArgument extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  BadArgument(int code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  SMTPResponse reply() {
    return SmtpReply.of(code, getMessage());
  }
}
