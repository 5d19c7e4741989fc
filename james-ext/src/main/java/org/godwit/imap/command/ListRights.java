package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ListRightsRequest;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;

/** LISTRIGHTS (RFC 4314 §3.4): what somebody always has, then what can be granted, one by one. */
final class ListRights extends AclCommand<ListRightsRequest> {

  ListRights(Parts parts) {
    super(ListRightsRequest.class, parts);
  }

  @Override
  void run(ListRightsRequest request, ImapSession session, Replies replies)
      throws MailboxException {
    Optional<EntryKey> whom = identifier(request.getIdentifier(), request, replies);
    if (whom.isEmpty()) {
      return;
    }
    Optional<Administered> mailbox =
        administered(request.getMailboxName(), request, session, replies);
    if (mailbox.isEmpty()) {
      return;
    }
    EntryKey owner =
        EntryKey.createUserEntryKey(mailbox.get().manager().getMailboxEntity().getUser());
    String all = MailboxACL.FULL_RIGHTS.serialize();
    StringBuilder line =
        new StringBuilder("LISTRIGHTS ")
            .append(Names.mailbox(request.getMailboxName(), session))
            .append(' ')
            .append(Names.quoted(AclIdentifier.text(whom.get())));
    if (whom.get().equals(owner)) {
      line.append(' ').append(Names.quoted(all));
    } else {
      line.append(" \"\"");
      all.chars().forEach(right -> line.append(' ').append((char) right));
    }
    replies.untagged(line.toString());
    ok(request, replies, "told");
  }
}
