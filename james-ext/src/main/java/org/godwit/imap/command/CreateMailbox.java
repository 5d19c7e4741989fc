package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * CREATE (RFC 9051 §6.3.4), with MAILBOXID (RFC 8474 §4.1), also below a mailbox of somebody else.
 * A special use (RFC 6154 §3) is kept in the annotation that its §4 names for it.
 */
final class CreateMailbox extends MailboxCommand<CreateMailboxRequest> {

  private static final MailboxAnnotationKey USE =
      new MailboxAnnotationKey(MailboxFacts.SPECIAL_USE);

  CreateMailbox(Parts parts) {
    super(CreateMailboxRequest.class, parts);
  }

  @Override
  void run(CreateMailboxRequest request, ImapSession session, Replies replies)
      throws MailboxException {
    if (request.name().isEmpty() || request.name().equals(ImapConstants.INBOX_NAME)) {
      no(request, replies, "[CANNOT] not a name for a mailbox");
      return;
    }
    MailboxPath path = PathConverter.forSession(session).buildFullPath(request.name());
    MailboxSession user = session.getMailboxSession();
    boolean own = SharedNames.toStore(path, user).belongsTo(user);
    if (own && SharedNames.isTaken(request.name())) {
      no(request, replies, SharedNames.REFUSAL);
      return;
    }
    if (request.use().isPresent() && !CreateParser.isKnown(request.use().get())) {
      no(request, replies, "[USEATTR] no such use"); // 6154 §3
      return;
    }
    if (request.use().isPresent() && !own) {
      no(request, replies, "[USEATTR] what somebody else's mailbox is for says its owner");
      return;
    }
    Optional<MailboxId> id = getMailboxManager().createMailbox(path, user);
    if (request.use().isPresent()) {
      getMailboxManager()
          .updateAnnotations(
              path,
              session.getMailboxSession(),
              List.of(MailboxAnnotation.newInstance(USE, request.use().get())));
    }
    tellNews(session, replies, true, false);
    ok(
        request,
        replies,
        id.map(made -> "[MAILBOXID (" + made.serialize() + ")] ").orElse("") + "created");
  }
}
