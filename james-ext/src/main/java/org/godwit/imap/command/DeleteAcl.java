package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.DeleteACLRequest;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;

/** DELETEACL (RFC 4314 §3.2). */
final class DeleteAcl extends AclCommand<DeleteACLRequest> {

  DeleteAcl(Parts parts) {
    super(DeleteACLRequest.class, parts);
  }

  @Override
  void run(DeleteACLRequest request, ImapSession session, Replies replies) throws MailboxException {
    Optional<EntryKey> whom = identifier(request.getIdentifier(), request, replies);
    if (whom.isEmpty()) {
      return;
    }
    Optional<Administered> mailbox =
        administered(request.getMailboxName(), request, session, replies);
    if (mailbox.isPresent()) {
      getMailboxManager()
          .applyRightsCommand(
              mailbox.get().path(),
              MailboxACL.command().key(whom.get()).noRights().asReplacement(),
              session.getMailboxSession());
      ok(request, replies, "deleted");
    }
  }
}
