package org.godwit.imap.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.GetACLRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;

/** GETACL (RFC 4314 §3.3). The owner, whose rights cannot be taken, comes first. */
final class GetAcl extends AclCommand<GetACLRequest> implements CapabilityImplementingProcessor {

  GetAcl(Parts parts) {
    super(GetACLRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(ImapConstants.SUPPORTS_ACL);
  }

  @Override
  void run(GetACLRequest request, ImapSession session, Replies replies) throws MailboxException {
    Optional<Administered> mailbox =
        administered(request.getMailboxName(), request, session, replies);
    if (mailbox.isEmpty()) {
      return;
    }
    Mailbox entity = mailbox.get().manager().getMailboxEntity();
    StringBuilder line =
        new StringBuilder("ACL ").append(Names.mailbox(request.getMailboxName(), session));
    add(line, EntryKey.createUserEntryKey(entity.getUser()), MailboxACL.FULL_RIGHTS);
    for (Map.Entry<EntryKey, Rfc4314Rights> entry : entity.getACL().getEntries().entrySet()) {
      add(line, entry.getKey(), entry.getValue());
    }
    replies.untagged(line.toString());
    ok(request, replies, "told");
  }

  private static void add(StringBuilder line, EntryKey whom, Rfc4314Rights rights) {
    line.append(' ').append(Names.quoted(AclIdentifier.text(whom)));
    line.append(' ').append(Names.quoted(rights.serialize()));
  }
}
