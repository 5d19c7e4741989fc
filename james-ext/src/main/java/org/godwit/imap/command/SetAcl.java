package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SetACLRequest;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EditMode;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;

/** SETACL (RFC 4314 §3.1). */
final class SetAcl extends AclCommand<SetACLRequest> {

  SetAcl(Parts parts) {
    super(SetACLRequest.class, parts);
  }

  @Override
  void run(SetACLRequest request, ImapSession session, Replies replies) throws MailboxException {
    Optional<EntryKey> whom = identifier(request.getIdentifier(), request, replies);
    if (whom.isEmpty()) {
      return;
    }
    Optional<Administered> mailbox =
        administered(request.getMailboxName(), request, session, replies);
    if (mailbox.isEmpty()) {
      return;
    }
    try {
      getMailboxManager()
          .applyRightsCommand(
              mailbox.get().path(), change(request, whom.get()), session.getMailboxSession());
      ok(request, replies, "set");
    } catch (UnsupportedRightException e) {
      bad(request, replies, "no such right"); // 4314 §3.1
    }
  }

  private static MailboxACL.ACLCommand change(SetACLRequest request, EntryKey whom)
      throws UnsupportedRightException {
    String rights = request.getRights();
    EditMode mode =
        switch (rights.isEmpty() ? ' ' : rights.charAt(0)) {
          case '+' -> EditMode.ADD;
          case '-' -> EditMode.REMOVE;
          default -> EditMode.REPLACE;
        };
    String letters = mode == EditMode.REPLACE ? rights : rights.substring(1);
    return MailboxACL.command()
        .key(whom)
        .mode(mode)
        .rights(Rfc4314Rights.fromSerializedRfc4314Rights(letters))
        .build();
  }
}
