package org.godwit.server.sieve;

import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.godwit.server.door.Visitor;
import org.godwit.trust.Scope;

/** One client's conversation. Used by the thread of its connection only. */
public final class SieveSession extends ProtocolSessionImpl {

  private final SieveInput input = new SieveInput();
  private final Visitor visitor;
  private boolean authenticating;
  private boolean tooLarge;

  public SieveSession(ProtocolTransport transport, ProtocolConfiguration configuration) {
    super(transport, configuration);
    this.visitor =
        new Visitor(this, transport, true, Scope.SIEVE); // 5804 §1.3: the SASL response code
  }

  SieveInput input() {
    return input;
  }

  Visitor visitor() {
    return visitor;
  }

  /** Whether the next line is an answer to a challenge. */
  boolean authenticating() {
    return authenticating;
  }

  void authenticating(boolean underWay) {
    authenticating = underWay;
  }

  /** Whether a literal of the command under way was too large to be kept. */
  boolean tooLarge() {
    return tooLarge;
  }

  void tooLarge(boolean is) {
    tooLarge = is;
  }

  @Override
  public Response newLineTooLongResponse() {
    return visitor.tooManyErrors()
        ? SieveReply.bye("Too many errors")
        : SieveReply.no("Line too long");
  }

  @Override
  public Response newFatalErrorResponse() {
    return SieveReply.no("(TRYLATER)", "Temporary failure");
  }
}
