package org.godwit.imap.command;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import reactor.core.publisher.Mono;

/**
 * RENAME (RFC 9051 §6.3.6), but never into the names that stand for others' mailboxes. Who renames
 * INBOX has a new one.
 */
final class Rename extends MailboxCommand<RenameRequest> {

  Rename(Parts parts) {
    super(RenameRequest.class, parts);
  }

  @Override
  void run(RenameRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (SharedNames.isTaken(request.getNewName())) {
      no(request, replies, SharedNames.REFUSAL);
      return;
    }
    MailboxSession user = session.getMailboxSession();
    MailboxPath from = PathConverter.forSession(session).buildFullPath(request.getExistingName());
    MailboxPath to = PathConverter.forSession(session).buildFullPath(request.getNewName());
    Mono.from(
            getMailboxManager()
                .renameMailboxReactive(from, to, MailboxManager.RenameOption.NONE, user))
        .block();
    boolean inbox = from.getName().equals(ImapConstants.INBOX_NAME);
    if (inbox
        && !Boolean.TRUE.equals(Mono.from(getMailboxManager().mailboxExists(from, user)).block())) {
      getMailboxManager().createMailbox(from, user);
    }
    if (Dialect.rev2(session) && !inbox) {
      String delimiter = Names.quoted(String.valueOf(user.getPathDelimiter()));
      replies.untagged( // 9051 §6.3.9.7
          "LIST () "
              + delimiter
              + " "
              + Names.mailbox(request.getNewName(), session)
              + " (\"OLDNAME\" ("
              + Names.mailbox(request.getExistingName(), session)
              + "))");
    }
    tellNews(session, replies, true, false);
    ok(request, replies, "renamed");
  }
}
