package org.godwit.server;

import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.handler.ProtocolHandlerChain;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.godwit.server.smtp.SmtpSession;

/** SMTP or LMTP with our sessions. */
final class SmtpProtocol extends SMTPProtocol {

  private final SmtpDoorSettings settings;

  SmtpProtocol(ProtocolHandlerChain chain, SmtpDoorSettings settings) {
    super(chain, settings);
    this.settings = settings;
  }

  @Override
  public String getName() {
    return settings.protocol();
  }

  @Override
  public ProtocolSession newSession(ProtocolTransport transport) {
    return new SmtpSession(settings, transport, settings.lmtp(), settings.recipients());
  }
}
