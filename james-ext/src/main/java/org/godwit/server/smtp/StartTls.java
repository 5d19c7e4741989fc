package org.godwit.server.smtp;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPStartTlsResponse;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/** STARTTLS. RFC 3207. */
public final class StartTls implements CommandHandler<SMTPSession>, EhloExtension {

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("STARTTLS");
  }

  @Override
  public Response onCommand(SMTPSession session, Request request) {
    if (!session.isStartTLSSupported()) {
      return SmtpReply.of(502, "5.5.1 TLS cannot begin here");
    }
    if (session.isTLSStarted()) {
      return SmtpReply.of(503, "5.5.1 TLS is on already");
    }
    if (session.getUsername() != null) {
      return SmtpReply.of(503, "5.5.1 Too late, you are logged in");
    }
    if (request.getArgument() != null) {
      return SmtpReply.of(501, "5.5.4 STARTTLS takes no argument"); // 3207 §4
    }
    ((SmtpSession) session).forgetGreeting();
    return new SMTPStartTlsResponse("220", "2.0.0 Ready to start TLS");
  }

  @Override
  public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
    boolean possible = session.isStartTLSSupported() && !session.isTLSStarted(); // 3207 §4.2
    return possible ? List.of("STARTTLS") : List.of();
  }
}
