package org.godwit.server.sieve;

import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.godwit.server.door.RawInput;
import org.godwit.trust.sasl.ChannelBindings;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSession;

/** One client's conversation. Used by the thread of its connection only. */
public final class SieveSession extends ProtocolSessionImpl {

  private static final int MOST_ERRORS = 20;

  private final SieveInput input = new SieveInput();
  private SaslSession authentication;
  private boolean authenticating;
  private boolean tooLarge;
  private int errors;

  public SieveSession(ProtocolTransport transport, ProtocolConfiguration configuration) {
    super(transport, configuration);
  }

  SieveInput input() {
    return input;
  }

  SaslSession authentication(Sasl sasl) {
    if (authentication == null) {
      authentication = new SaslSession(sasl, true); // 5804 §1.3: the SASL response code
    }
    return authentication;
  }

  SaslChannel channel() {
    return new SaslChannel(
        getRemoteAddress().getAddress(),
        isTLSStarted(),
        getSSLSession().map(ChannelBindings::of).orElse(ChannelBindings.NONE));
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

  boolean tooManyErrors() {
    return ++errors >= MOST_ERRORS;
  }

  void divert(RawInput.Taker taker) {
    ((RawInput) getProtocolTransport()).divert(taker);
  }

  void write(Response response) {
    getProtocolTransport().writeResponse(response, this);
  }

  @Override
  public Response newLineTooLongResponse() {
    return tooManyErrors() ? SieveReply.bye("Too many errors") : SieveReply.no("Line too long");
  }

  @Override
  public Response newFatalErrorResponse() {
    return SieveReply.no("(TRYLATER)", "Temporary failure");
  }
}
