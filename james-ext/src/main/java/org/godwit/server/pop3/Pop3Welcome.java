package org.godwit.server.pop3;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.pop3.POP3Session;

/** The first line. No timestamp: APOP would need passwords in clear. */
public final class Pop3Welcome implements ConnectHandler<POP3Session> {

  @Override
  public Response onConnect(POP3Session session) {
    return Pop3Reply.ok("Godwit POP3");
  }
}
