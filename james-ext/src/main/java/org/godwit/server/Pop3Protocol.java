package org.godwit.server;

import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.handler.ProtocolHandlerChain;
import org.apache.james.protocols.pop3.POP3Protocol;
import org.godwit.server.pop3.Pop3Session;

/** POP3 with our sessions. */
final class Pop3Protocol extends POP3Protocol {

  private final ProtocolConfiguration configuration;

  Pop3Protocol(ProtocolHandlerChain chain, ProtocolConfiguration configuration) {
    super(chain, configuration);
    this.configuration = configuration;
  }

  @Override
  public ProtocolSession newSession(ProtocolTransport transport) {
    return new Pop3Session(transport, configuration);
  }
}
