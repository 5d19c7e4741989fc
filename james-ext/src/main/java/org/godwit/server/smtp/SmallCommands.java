package org.godwit.server.smtp;

import java.util.Collection;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** The commands of one line: RSET, NOOP, QUIT, VRFY, EXPN, HELP. RFC 5321 §4.1.1.5 and on. */
public final class SmallCommands implements CommandHandler<SMTPSession> {

  @Override
  public Collection<String> getImplCommands() {
    return Set.of(
        "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP", UnknownCommandHandler.COMMAND_IDENTIFIER);
  }

  @Override
  public Response onCommand(SMTPSession session, Request request) {
    return switch (request.getCommand()) {
      case "RSET" -> {
        session.resetState();
        yield SmtpReply.of(250, "2.0.0 Forgotten");
      }
      case "NOOP" -> SmtpReply.of(250, "2.0.0 Here");
      case "QUIT" ->
          SmtpReply.last(221, "2.0.0 " + session.getConfiguration().getHelloName() + " bye");
      // 5321 §7.3: who has an account is nobody's business
      case "VRFY" -> SmtpReply.of(252, "2.1.5 Send and see");
      case "EXPN" -> SmtpReply.of(502, "5.5.1 Lists are not told");
      case "HELP" -> SmtpReply.of(214, "2.0.0 RFC 5321 tells more");
      default -> SmtpReply.of(500, "5.5.1 Unknown command");
    };
  }
}
