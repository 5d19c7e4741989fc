package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.GetMetadataRequest;
import org.apache.james.imap.processor.GetMetadataProcessor;
import reactor.core.publisher.Mono;

/** GETMETADATA (RFC 5464 §4.2): James's, which knows no server. Ours has nothing to say of it. */
final class GetMetadata extends GetMetadataProcessor {

  GetMetadata(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> processRequestReactive(
      GetMetadataRequest request, ImapSession session, Responder responder) {
    if (request.getMailboxName().isEmpty()) {
      return Mono.fromRunnable(
          () ->
              ((Replies) responder)
                  .tagged(request.getTag().asString(), "OK the server has no entries"));
    }
    return super.processRequestReactive(request, session, responder);
  }
}
