package org.godwit.server.pop3;

import java.util.Locale;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.pop3.POP3Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a command line before anybody else does, and at what went wrong behind it. */
public final class Pop3Dispatcher extends CommandDispatcher<POP3Session> {

  private static final Logger LOG = LoggerFactory.getLogger(Pop3Dispatcher.class);
  private static final int LONGEST = 1024; // 2449 §4: 255 and what extensions add

  @Override
  public Response onLine(POP3Session session, byte[] line) {
    if (isCommand(line)) {
      return super.onLine(session, line);
    }
    return ((Pop3Session) session).visitor().tooManyErrors()
        ? Pop3Reply.last("-ERR", "Too many errors")
        : Pop3Reply.err("A command is one line of text that ends with CRLF");
  }

  private static boolean isCommand(byte[] line) {
    int end = line.length - 2;
    if (end < 0
        || line[end] != '\r'
        || (line.length > LONGEST && line[0] != 'A' && line[0] != 'a')) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (line[i] == '\r' || line[i] == 0) {
        return false;
      }
    }
    return true;
  }

  /** The argument is all that stands behind one blank: a password may end with blanks. */
  @Override
  protected Request parseRequest(POP3Session session, byte[] line) {
    String text = new String(line, 0, line.length - 2, session.getCharset());
    int blank = text.indexOf(' ');
    return blank < 0
        ? new BaseRequest(text.toUpperCase(Locale.ROOT), null)
        : new BaseRequest(
            text.substring(0, blank).toUpperCase(Locale.ROOT), text.substring(blank + 1));
  }

  @Override
  protected Response dispatchCommandHandlers(POP3Session session, Request request) {
    try {
      return super.dispatchCommandHandlers(session, request);
    } catch (RuntimeException e) {
      LOG.error("{} failed", request.getCommand(), e);
      return session.newFatalErrorResponse();
    }
  }
}
