package org.godwit.server.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a command line before anybody else does, and at what went wrong behind it. */
public final class SmtpDispatcher extends CommandDispatcher<SMTPSession> {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpDispatcher.class);
  private static final int LONGEST = 4096; // 5321 §4.5.3.1.4: 512, and the extensions add theirs
  private static final int LONGEST_AUTH = 12_288; // 4954 §4
  private static final Set<String> IDLE =
      Set.of("EHLO", "HELO", "LHLO", "MAIL", "RSET", "NOOP", "VRFY", "HELP");

  @Override
  public Response onLine(SMTPSession session, byte[] line) {
    Response reply = isCommand(line) ? super.onLine(session, line) : bad(line);
    if (isError(reply) && ((SmtpSession) session).visitor().tooManyErrors()) {
      return SmtpReply.last(421, "4.7.0 Too many errors");
    }
    if (isIdle(line) && ((SmtpSession) session).tooManyIdleCommands()) {
      return SmtpReply.last(421, "4.7.0 Too many commands without a message");
    }
    return reply;
  }

  private static boolean isIdle(byte[] line) {
    String verb = new String(line, 0, Math.min(line.length, 4), StandardCharsets.US_ASCII);
    return IDLE.contains(verb.toUpperCase(Locale.ROOT));
  }

  private static boolean isError(Response reply) {
    String code = reply == null ? "" : reply.getRetCode();
    return code.startsWith("50") && !reply.isEndSession();
  }

  // 5321 §2.3.8: a line ends with CRLF, and neither stands anywhere else.
  private static boolean isCommand(byte[] line) {
    int end = line.length - 2;
    if (end < 0 || line[end] != '\r') {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (line[i] == '\r' || line[i] == 0) {
        return false;
      }
    }
    return line.length <= (isAuth(line) ? LONGEST_AUTH : LONGEST) && isUtf8(line);
  }

  private static boolean isAuth(byte[] line) {
    return line.length > 5
        && new String(line, 0, 5, StandardCharsets.US_ASCII).equalsIgnoreCase("AUTH ");
  }

  private static boolean isUtf8(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      return true;
    } catch (CharacterCodingException otherBytes) {
      return false;
    }
  }

  private static Response bad(byte[] line) {
    return SmtpReply.of(
        500,
        line.length > LONGEST
            ? "5.5.2 Line too long"
            : "5.5.2 A command is one line of text that ends with CRLF");
  }

  @Override
  protected Response dispatchCommandHandlers(SMTPSession session, Request request) {
    try {
      return super.dispatchCommandHandlers(session, request);
    } catch (RuntimeException e) {
      LOG.error(
          "{} from {} failed",
          request.getCommand(),
          session.getRemoteAddress().getAddress().getHostAddress(),
          e);
      return session.newFatalErrorResponse();
    }
  }
}
