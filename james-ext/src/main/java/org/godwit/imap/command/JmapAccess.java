package org.godwit.imap.command;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.godwit.trust.Scope;

/**
 * GETJMAPACCESS (RFC 9698 §4): where the same mail is by JMAP. It is offered to those whose secret
 * opens JMAP, too, and only where it is known how JMAP is reached.
 */
final class JmapAccess extends MailboxCommand<JmapAccessRequest>
    implements CapabilityImplementingProcessor {
  private static final String SCOPES = JmapAccess.class.getName();

  private final Optional<URI> url;

  JmapAccess(Parts parts, Optional<URI> url) {
    super(JmapAccessRequest.class, parts);
    this.url = url;
  }

  /** Notes where the secret by which a session was opened is good. */
  static void opened(ImapSession session, Set<Scope> scopes) {
    session.setAttribute(SCOPES, scopes);
  }

  private boolean offered(ImapSession session) {
    return url.isPresent()
        && session.getState() != ImapSessionState.NON_AUTHENTICATED // 9698 §3
        && session.getAttribute(SCOPES) instanceof Set<?> scopes
        && scopes.contains(Scope.JMAP);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return offered(session) ? List.of(Capability.of("JMAPACCESS")) : List.of();
  }

  @Override
  void run(JmapAccessRequest request, ImapSession session, Replies replies) {
    if (url.isEmpty() || !offered(session)) {
      bad(request, replies, "not offered here; see CAPABILITY");
      return;
    }
    replies.untagged("JMAPACCESS " + Names.quoted(url.get().toASCIIString()));
    ok(request, replies, "told");
  }
}
