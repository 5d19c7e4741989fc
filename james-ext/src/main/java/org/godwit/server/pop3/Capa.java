package org.godwit.server.pop3;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;

/** CAPA. RFC 2449. */
public final class Capa implements CommandHandler<POP3Session> {

  private final Sasl sasl;

  @Inject
  public Capa(Sasl sasl) {
    this.sasl = sasl;
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("CAPA");
  }

  @Override
  public Response onCommand(POP3Session connection, Request request) {
    Pop3Session session = (Pop3Session) connection;
    POP3Response reply = Pop3Reply.ok("What we can do");
    for (String line :
        List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "EXPIRE NEVER")) {
      reply.appendLine(line);
    }
    if (session.drop() == null) {
      SaslChannel channel = session.visitor().channel();
      if (channel.confidential()) {
        reply.appendLine("USER");
      }
      reply.appendLine("SASL " + String.join(" ", sasl.offered(channel))); // 5034 §3
      if (session.isStartTLSSupported() && !session.isTLSStarted()) {
        reply.appendLine("STLS"); // 2595 §4
      }
    }
    reply.appendLine("IMPLEMENTATION Godwit");
    reply.appendLine(".");
    return reply;
  }
}
