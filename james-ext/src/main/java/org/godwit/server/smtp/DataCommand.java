package org.godwit.server.smtp;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;

/** DATA. RFC 5321 §4.1.1.4. */
public final class DataCommand implements CommandHandler<SMTPSession>, ExtensibleHandler {

  private final Acceptance acceptance;
  private List<JamesMessageHook> hooks = List.of();

  @Inject
  public DataCommand(Acceptance acceptance) {
    this.acceptance = acceptance;
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
    Response missing = Sequence.missing(session);
    if (missing != null) {
      return missing;
    }
    Incoming message = acceptance.begin(session);
    session.transaction().chunks(message); // so that it is closed when the client goes away
    DataScanner scanner = new DataScanner(message);
    session.divert(bytes -> take(session, message, scanner, bytes));
    return SmtpReply.of(354, "Send the message, end it with CRLF.CRLF");
  }

  private boolean take(SmtpSession session, Incoming message, DataScanner scanner, ByteBuf bytes) {
    DataScanner.Found found = scanner.read(bytes);
    switch (found) {
      case MORE -> {
        if (!message.endless()) {
          return false;
        }
        session.write(SmtpReply.last(552, "5.3.4 The message is too large"));
      }
      case FALSE_END ->
          session.write(
              SmtpReply.last(554, "5.6.0 That is no end of a message; lines end with CRLF"));
      case END -> session.write(acceptance.end(session, message, hooks));
    }
    return true;
  }

  @Override
  public List<Class<?>> getMarkerInterfaces() {
    return MessageHooks.WANTED;
  }

  @Override
  public void wireExtensions(Class<?> wanted, List<?> found) {
    hooks = MessageHooks.wire(wanted, found, hooks);
  }
}
