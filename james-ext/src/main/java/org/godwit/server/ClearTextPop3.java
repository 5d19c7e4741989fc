package org.godwit.server;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.godwit.trust.ClearText;

/**
 * Refuses USER and PASS where a password would travel in clear; stands before those who take it.
 */
final class ClearTextPop3 implements CommandHandler<POP3Session> {

  // 3206 §4
  private static final Response REFUSED =
      new POP3Response(POP3Response.ERR_RESPONSE, "[AUTH] say STLS first, passwords need TLS")
          .immutable();

  @Override
  public Response onCommand(POP3Session session, Request request) {
    boolean allowed = ClearText.passwordAllowed(session.getRemoteAddress(), session.isTLSStarted());
    return allowed ? null : REFUSED; // null leaves it to the next handler
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("USER", "PASS");
  }
}
