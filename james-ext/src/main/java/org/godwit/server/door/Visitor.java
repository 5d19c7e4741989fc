package org.godwit.server.door;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.godwit.trust.Scope;
import org.godwit.trust.sasl.ChannelBindings;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSession;

/**
 * The client of a conversation as every protocol sees it: how it is connected, how it logs in, how
 * often it erred. Used by the thread of its connection only.
 */
public final class Visitor {
  private static final int MOST_ERRORS = 20;

  private final ProtocolSession session;
  private final ProtocolTransport transport;
  private final boolean successCarriesData;
  private final Scope scope;
  private SaslSession authentication; // null before the first login
  private int errors;

  /**
   * @param successCarriesData whether the protocol's success of a login can carry a mechanism's
   *     last words
   */
  public Visitor(
      ProtocolSession session,
      ProtocolTransport transport,
      boolean successCarriesData,
      Scope scope) {
    this.session = session;
    this.transport = transport;
    this.successCarriesData = successCarriesData;
    this.scope = scope;
  }

  /** The logins on this connection, which are counted together. */
  public SaslSession authentication(Sasl sasl) {
    if (authentication == null) {
      authentication = new SaslSession(sasl, successCarriesData);
    }
    return authentication;
  }

  /** What protects the connection at this moment. */
  public SaslChannel channel() {
    return new SaslChannel(
        session.getRemoteAddress().getAddress(),
        session.isTLSStarted(),
        session.getSSLSession().map(ChannelBindings::of).orElse(ChannelBindings.NONE),
        scope);
  }

  /** Counts a command that was none; true when there were too many. */
  public boolean tooManyErrors() {
    return ++errors >= MOST_ERRORS;
  }

  /** Takes what follows out of the hands of the commands. */
  public void divert(RawInput.Taker taker) {
    ((RawInput) transport).divert(taker);
  }

  /** Answers outside of a command. */
  public void write(Response response) {
    transport.writeResponse(response, session);
  }
}
