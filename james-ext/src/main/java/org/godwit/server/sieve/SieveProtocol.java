package org.godwit.server.sieve;

import java.util.List;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolImpl;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;

/** ManageSieve as a door takes it. */
public final class SieveProtocol extends ProtocolImpl {

  private final ProtocolConfiguration configuration;

  public SieveProtocol(SieveConversation conversation, ProtocolConfiguration configuration) {
    super(chain(conversation), configuration);
    this.configuration = configuration;
  }

  private static ProtocolHandlerChainImpl chain(SieveConversation conversation) {
    ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
    chain.addAll(List.of(conversation));
    return chain;
  }

  @Override
  public String getName() {
    return "ManageSieve";
  }

  @Override
  public ProtocolSession newSession(ProtocolTransport transport) {
    return new SieveSession(transport, configuration);
  }
}
