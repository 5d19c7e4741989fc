package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ReplaceRequest;
import org.apache.james.imap.processor.ReplaceProcessor;
import reactor.core.publisher.Mono;

/** REPLACE (RFC 8508): James's, but not in a mailbox that was examined. */
final class Replace extends ReplaceProcessor {

  Replace(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> processRequestReactive(
      ReplaceRequest request, ImapSession session, Responder responder) {
    if (Dialect.uidOnly(session) && !request.isUseUid()) {
      MailboxCommand.bad(request, (Replies) responder, MailboxCommand.NUMBERS); // 9586 §3
      return Mono.empty();
    }
    if (ReadOnly.refuses(session, request, (Replies) responder)) {
      return Mono.empty();
    }
    return super.processRequestReactive(request, session, responder);
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
