package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.DeleteProcessor;
import reactor.core.publisher.Mono;

/** DELETE (RFC 9051 §6.3.5): James's, with our news. */
final class Delete extends DeleteProcessor {

  Delete(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> unsolicitedResponses(
      ImapSession session,
      ImapProcessor.Responder responder,
      boolean omitExpunged,
      boolean useUid) {
    return News.told(session, responder, !omitExpunged, useUid);
  }
}
