package org.godwit.server.sieve;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;
import javax.inject.Inject;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.StartTlsResponse;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads commands and runs them, one after the other. Safe for many sessions at once. */
public final class SieveConversation
    implements LineHandler<SieveSession>, ConnectHandler<SieveSession> {

  private static final Logger LOG = LoggerFactory.getLogger(SieveConversation.class);
  private static final int MOST_BEFORE_LOGIN = 16 * 1024;
  private static final long MOST_IGNORED = 64L * 1024 * 1024;

  private final SieveCapabilities capabilities;
  private final SieveLogin login;
  private final SieveScriptCommands scripts;

  @Inject
  public SieveConversation(
      SieveCapabilities capabilities, SieveLogin login, SieveScriptCommands scripts) {
    this.capabilities = capabilities;
    this.login = login;
    this.scripts = scripts;
  }

  @Override
  public Response onConnect(SieveSession session) {
    return capabilities.tell(session, "Godwit ManageSieve"); // 5804 §1.7
  }

  @Override
  public Response onLine(SieveSession session, byte[] line) {
    return switch (session.input().line(line)) {
      case SieveInput.Complete complete -> run(session, complete.tokens());
      case SieveInput.Literal literal -> literal(session, literal.size());
      case SieveInput.Malformed malformed -> bad(session, "That is no command");
    };
  }

  private static Response bad(SieveSession session, String text) {
    session.authenticating(false);
    return session.visitor().tooManyErrors()
        ? SieveReply.bye("Too many errors")
        : SieveReply.no(text);
  }

  /** Takes a literal off the connection; keeps it if it is not too large. */
  private static Response literal(SieveSession session, long size) {
    if (size > MOST_IGNORED) {
      return SieveReply.bye("That is too large");
    }
    int most = session.getUsername() == null ? MOST_BEFORE_LOGIN : SieveLanguage.LARGEST;
    boolean keep = size <= most;
    session.tooLarge(session.tooLarge() || !keep);
    byte[] bytes = new byte[keep ? (int) size : 0];
    if (size == 0) {
      session.input().literal(bytes);
      return null;
    }
    long[] left = {size};
    session.visitor().divert(in -> take(session, in, bytes, left));
    return null;
  }

  private static boolean take(SieveSession session, ByteBuf in, byte[] bytes, long[] left) {
    int length = (int) Math.min(left[0], in.readableBytes());
    if (bytes.length > 0) {
      in.readBytes(bytes, bytes.length - (int) left[0], length);
    } else {
      in.skipBytes(length);
    }
    left[0] -= length;
    if (left[0] == 0) {
      session.input().literal(bytes);
    }
    return left[0] == 0;
  }

  private Response run(SieveSession session, List<SieveToken> tokens) {
    if (session.tooLarge()) {
      session.tooLarge(false);
      session.authenticating(false);
      return SieveReply.no("(QUOTA/MAXSIZE)", "That is too large"); // 5804 §1.3
    }
    try {
      if (session.authenticating()) {
        return login.answer(session, tokens);
      }
      return tokens.getFirst() instanceof SieveToken.Word name
          ? run(session, name.text().toUpperCase(Locale.ROOT), tokens.subList(1, tokens.size()))
          : bad(session, "That is no command");
    } catch (RuntimeException e) {
      LOG.error("a ManageSieve command failed", e);
      return session.newFatalErrorResponse();
    }
  }

  private Response run(SieveSession session, String name, List<SieveToken> arguments) {
    return switch (name) {
      case "CAPABILITY" -> capabilities.tell(session, "That is all");
      case "NOOP" -> noop(arguments);
      case "LOGOUT" -> SieveReply.goodbye("Bye");
      case "STARTTLS" -> startTls(session);
      case "AUTHENTICATE" -> login.begin(session, arguments);
      case "UNAUTHENTICATE" -> login.end(session);
      default -> {
        if (!SieveScriptCommands.NAMES.contains(name)) {
          yield bad(session, "Unknown command");
        }
        yield session.getUsername() == null
            ? bad(session, "Log in first")
            : scripts.run(session.getUsername(), name, arguments);
      }
    };
  }

  private static Response noop(List<SieveToken> arguments) {
    return !arguments.isEmpty() && arguments.getFirst() instanceof SieveToken.Text tag
        ? SieveReply.ok("(TAG " + SieveReply.string(SieveTexts.lenient(tag)) + ")", "Here")
        : SieveReply.ok("Here"); // 5804 §2.13
  }

  private Response startTls(SieveSession session) {
    if (!session.isStartTLSSupported() || session.isTLSStarted()) {
      return SieveReply.no("TLS cannot begin here");
    }
    if (session.getUsername() != null) {
      return SieveReply.no("Too late, you are logged in"); // 5804 §2.2
    }
    session.visitor().write(new BeginTls());
    return capabilities.tell(session, "TLS is on"); // 5804 §2.2: told again, without being asked
  }

  private static final class BeginTls implements StartTlsResponse {
    @Override
    public String getRetCode() {
      return "OK";
    }

    @Override
    public List<CharSequence> getLines() {
      return List.of("OK \"Begin TLS\"");
    }

    @Override
    public boolean isEndSession() {
      return false;
    }
  }
}
