package org.godwit.server.smtp;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** The first line. RFC 5321 §4.2: it begins with our name. */
public final class Welcome implements ConnectHandler<SMTPSession> {

  @Override
  public Response onConnect(SMTPSession session) {
    String protocol = ((SmtpSession) session).lmtp() ? " LMTP" : " ESMTP";
    return SmtpReply.of(220, session.getConfiguration().getHelloName() + protocol + " Godwit");
  }
}
