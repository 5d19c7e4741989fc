package org.godwit.server.pop3;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Session;
import org.apache.james.protocols.pop3.POP3StartTlsResponse;

/** STLS. RFC 2595 §4. */
public final class Stls implements CommandHandler<POP3Session> {

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("STLS");
  }

  @Override
  public Response onCommand(POP3Session session, Request request) {
    if (!session.isStartTLSSupported()) {
      return Pop3Reply.err("TLS cannot begin here");
    }
    if (session.isTLSStarted()) {
      return Pop3Reply.err("TLS is on already");
    }
    return ((Pop3Session) session).drop() == null
        ? new POP3StartTlsResponse("+OK", "Begin TLS")
        : Pop3Reply.err("Too late, you are logged in");
  }
}
