package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.UnsubscribeProcessor;
import org.apache.james.mailbox.SubscriptionManager;
import reactor.core.publisher.Mono;

/** UNSUBSCRIBE (RFC 9051 §6.3.8): James's, with our news. */
final class Unsubscribe extends UnsubscribeProcessor {

  Unsubscribe(MailboxCommand.Parts parts, SubscriptionManager subscriptions) {
    super(parts.mailboxes(), subscriptions, parts.responses(), parts.metrics());
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
