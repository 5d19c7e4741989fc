package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;

/** AUTHENTICATE (RFC 9051 §6.2.2), with an initial response (RFC 4959). */
final class Authenticate extends MailboxCommand<AuthenticateRequest>
    implements CapabilityImplementingProcessor {
  private final LoggingIn login;

  Authenticate(Parts parts, LoggingIn login) {
    super(AuthenticateRequest.class, parts);
    this.login = login;
  }

  @Override
  public List<Class<? extends AuthenticateRequest>> acceptableClasses() {
    return List.of(AuthenticateRequest.class, IRAuthenticateRequest.class);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    Peer peer = (Peer) session;
    List<Capability> able = new ArrayList<>();
    able.add(Capability.of("SASL-IR"));
    for (String mechanism : peer.attempts().offered(peer.channel())) {
      able.add(Capability.of("AUTH=" + mechanism));
    }
    return able;
  }

  @Override
  void run(AuthenticateRequest request, ImapSession session, Replies replies) {
    Peer peer = (Peer) session;
    String initial =
        request instanceof IRAuthenticateRequest ir ? ir.getInitialClientResponse() : null;
    login.answer(
        request.getTag().asString(),
        peer.attempts().begin(request.getAuthType(), initial, peer.channel()),
        session,
        replies);
  }
}
