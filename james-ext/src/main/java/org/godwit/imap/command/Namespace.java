package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.NamespaceRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.godwit.store.mailbox.Sessions;

/** NAMESPACE (RFC 2342): one's own mailboxes, and those that others share. */
final class Namespace extends MailboxCommand<NamespaceRequest>
    implements CapabilityImplementingProcessor {

  Namespace(Parts parts) {
    super(NamespaceRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(ImapConstants.SUPPORTS_NAMESPACES);
  }

  @Override
  void run(NamespaceRequest request, ImapSession session, Replies replies) {
    String level = Names.quoted(String.valueOf(Sessions.DELIMITER));
    replies.untagged(
        "NAMESPACE ((\"\" "
            + level
            + ")) (("
            + Names.mailbox(SharedNames.PREFIX, session)
            + " "
            + level
            + ")) NIL");
    tellNews(session, replies, true, false);
    ok(request, replies, "told");
  }
}
