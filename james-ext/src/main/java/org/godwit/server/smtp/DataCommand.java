package org.godwit.server.smtp;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** DATA. RFC 5321 §4.1.1.4. */
public final class DataCommand extends MessageCommand {

  @Inject
  public DataCommand(Acceptance acceptance) {
    super(acceptance);
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("DATA");
  }

  @Override
  public Response onCommand(SMTPSession connection, Request request) {
    SmtpSession session = (SmtpSession) connection;
    if (request.getArgument() != null) {
      return SmtpReply.of(501, "5.5.4 DATA takes no argument");
    }
    if (session.transaction().chunks() != null || session.transaction().broken()) {
      return SmtpReply.of(503, "5.5.1 BDAT has begun, DATA cannot go on"); // 3030 §2
    }
    if (session.transaction().binary()) {
      return SmtpReply.of(503, "5.5.1 BINARYMIME comes by BDAT"); // 3030 §3
    }
    Response missing = Sequence.missing(session);
    if (missing != null) {
      return missing;
    }
    Incoming message = begin(session);
    DataScanner scanner = new DataScanner(message);
    session.visitor().divert(bytes -> take(session, message, scanner, bytes));
    return SmtpReply.of(354, "Send the message, end it with CRLF.CRLF");
  }

  private boolean take(SmtpSession session, Incoming message, DataScanner scanner, ByteBuf bytes) {
    DataScanner.Found found = scanner.read(bytes);
    switch (found) {
      case MORE -> {
        if (!message.endless()) {
          return false;
        }
        session.visitor().write(SmtpReply.last(552, "5.3.4 The message is too large"));
      }
      case FALSE_END ->
          session
              .visitor()
              .write(SmtpReply.last(554, "5.6.0 That is no end of a message; lines end with CRLF"));
      case END -> session.visitor().write(end(session, message));
    }
    return true;
  }
}
