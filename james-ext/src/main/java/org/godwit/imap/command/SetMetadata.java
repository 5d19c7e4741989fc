package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SetMetadataRequest;
import org.apache.james.imap.processor.SetMetadataProcessor;
import reactor.core.publisher.Mono;

/** SETMETADATA (RFC 5464 §4.3): James's, of which those who watch are told. */
final class SetMetadata extends SetMetadataProcessor {
  private final Happenings happenings;

  SetMetadata(MailboxCommand.Parts parts, Happenings happenings) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
    this.happenings = happenings;
  }

  @Override
  protected Mono<Void> processRequestReactive(
      SetMetadataRequest request, ImapSession session, Responder responder) {
    return super.processRequestReactive(request, session, responder)
        .then(Mono.fromRunnable(() -> happenings.changedBy(session)));
  }
}
