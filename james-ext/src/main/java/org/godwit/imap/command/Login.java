package org.godwit.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.LoginRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;

/** LOGIN (RFC 9051 §6.2.3): PLAIN in other words, and under the same rules. */
final class Login extends MailboxCommand<LoginRequest> implements CapabilityImplementingProcessor {
  private final LoggingIn login;

  Login(Parts parts, LoggingIn login) {
    super(LoginRequest.class, parts);
    this.login = login;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    boolean able = ((Peer) session).channel().confidential();
    return able ? List.of() : List.of(Capability.of("LOGINDISABLED")); // 9051 §6.2.3
  }

  @Override
  void run(LoginRequest request, ImapSession session, Replies replies) {
    Peer peer = (Peer) session;
    if (!peer.channel().confidential()) {
      no(request, replies, "[PRIVACYREQUIRED] not without TLS"); // 5530 §3
      return;
    }
    String plain = "\0" + request.getUserid().asString() + "\0" + request.getPassword();
    String initial = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    login.answer(
        request.getTag().asString(),
        peer.attempts().begin("PLAIN", initial, peer.channel()),
        session,
        replies);
  }
}
