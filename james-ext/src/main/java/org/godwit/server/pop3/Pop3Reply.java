package org.godwit.server.pop3;

import org.apache.james.protocols.pop3.POP3Response;

/** Makes answers. */
final class Pop3Reply {

  private Pop3Reply() {}

  static POP3Response ok(String text) {
    return new POP3Response("+OK", text);
  }

  static POP3Response err(String text) {
    return new POP3Response("-ERR", text);
  }

  /** An answer after which we hang up. */
  static POP3Response last(String code, String text) {
    POP3Response reply = new POP3Response(code, text);
    reply.setEndSession(true);
    return reply;
  }
}
