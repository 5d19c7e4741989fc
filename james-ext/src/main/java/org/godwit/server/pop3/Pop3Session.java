package org.godwit.server.pop3;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.pop3.POP3SessionImpl;
import org.godwit.server.door.Visitor;
import org.godwit.trust.Scope;

/** One client's conversation. Used by the thread of its connection only. */
public final class Pop3Session extends POP3SessionImpl {

  private final Visitor visitor;
  private String named;
  private MailDrop drop;

  public Pop3Session(ProtocolTransport transport, ProtocolConfiguration configuration) {
    super(transport, configuration);
    this.visitor = new Visitor(this, transport, false, Scope.POP3);
  }

  Visitor visitor() {
    return visitor;
  }

  /** Whom USER named; null when nobody. */
  String named() {
    return named;
  }

  void named(String user) {
    named = user;
  }

  /** The maildrop; null before login. */
  MailDrop drop() {
    return drop;
  }

  void loggedIn(MailDrop opened) {
    drop = opened;
    setHandlerState(TRANSACTION);
  }

  /** The end of the conversation or the begin of TLS: in both cases nothing is removed. */
  @Override
  public void resetState() {
    super.resetState();
    named = null;
    if (drop != null) {
      drop.close();
      drop = null;
    }
  }

  @Override
  public Charset getCharset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public Response newLineTooLongResponse() {
    return visitor.tooManyErrors()
        ? Pop3Reply.last("-ERR", "Too many errors")
        : Pop3Reply.err("Line too long");
  }

  @Override
  public Response newFatalErrorResponse() {
    return Pop3Reply.err("[SYS/TEMP] Temporary failure, try again later"); // 3206 §4
  }
}
