package org.godwit.server.pop3;

import java.util.Collection;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that need no message's bytes: STAT, LIST, UIDL, DELE, RSET, NOOP, QUIT. */
public final class Transactions implements CommandHandler<POP3Session> {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  @Override
  public Collection<String> getImplCommands() {
    return Set.of(
        "STAT",
        "LIST",
        "UIDL",
        "DELE",
        "RSET",
        "NOOP",
        "QUIT",
        UnknownCommandHandler.COMMAND_IDENTIFIER);
  }

  @Override
  public Response onCommand(POP3Session connection, Request request) {
    Pop3Session session = (Pop3Session) connection;
    MailDrop drop = session.drop();
    String command = request.getCommand();
    if (!getImplCommands().contains(command)) {
      return session.visitor().tooManyErrors()
          ? Pop3Reply.last("-ERR", "Too many errors")
          : Pop3Reply.err("Unknown command");
    }
    if (command.equals("QUIT")) {
      return quit(session, drop);
    }
    if (drop == null) {
      return Pop3Reply.err("Log in first");
    }
    return switch (command) {
      case "STAT" -> Pop3Reply.ok(drop.count() + " " + drop.size());
      case "LIST" -> list(drop, request, number -> Long.toString(drop.size(number)));
      case "UIDL" -> list(drop, request, drop::uniqueId);
      case "DELE" -> delete(drop, request);
      case "RSET" -> {
        drop.undelete();
        yield Pop3Reply.ok(drop.count() + " messages");
      }
      default -> Pop3Reply.ok("Here");
    };
  }

  private static Response list(MailDrop drop, Request request, IntFunction<String> about) {
    if (request.getArgument() != null) {
      int number = MessageNumber.parse(request.getArgument());
      return drop.has(number)
          ? Pop3Reply.ok(number + " " + about.apply(number))
          : Pop3Reply.err("No such message");
    }
    POP3Response reply = Pop3Reply.ok(drop.count() + " messages");
    for (int number = 1; number <= drop.highest(); number++) {
      if (drop.has(number)) {
        reply.appendLine(number + " " + about.apply(number));
      }
    }
    reply.appendLine(".");
    return reply;
  }

  private static Response delete(MailDrop drop, Request request) {
    int number = MessageNumber.parse(request.getArgument());
    if (!drop.has(number)) {
      return Pop3Reply.err("No such message");
    }
    drop.delete(number);
    return Pop3Reply.ok("Will be removed at QUIT");
  }

  // 1939 §6: the UPDATE state, and only here
  private static Response quit(Pop3Session session, MailDrop drop) {
    try {
      if (drop != null) {
        drop.commit();
      }
      return Pop3Reply.last("+OK", "Bye");
    } catch (MailboxException | RuntimeException e) {
      LOG.error("deleted messages of {} are not removed", session.getUsername().asString(), e);
      return Pop3Reply.last("-ERR", "[SYS/TEMP] Deleted messages are not removed");
    } finally {
      session.resetState();
    }
  }
}
