package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.processor.RenameProcessor;
import reactor.core.publisher.Mono;

/** RENAME (RFC 9051 §6.3.6): James's, but never into the names that stand for others' mailboxes. */
final class Rename extends RenameProcessor {

  Rename(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> processRequestReactive(
      RenameRequest request, ImapSession session, Responder responder) {
    if (SharedNames.isTaken(request.getNewName())) {
      return Mono.fromRunnable(
          () -> MailboxCommand.no(request, (Replies) responder, SharedNames.REFUSAL));
    }
    return super.processRequestReactive(request, session, responder);
  }
}
