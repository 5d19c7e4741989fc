package org.godwit.imap.command;

import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CheckRequest;
import org.apache.james.imap.message.request.NoopRequest;

/** NOOP (RFC 9051 §6.1.2) and CHECK (RFC 3501 §6.4.1): a chance to tell news. */
final class Noop<R extends ImapRequest> extends MailboxCommand<R> {

  private Noop(Class<R> request, Parts parts) {
    super(request, parts);
  }

  static Noop<NoopRequest> noop(Parts parts) {
    return new Noop<>(NoopRequest.class, parts);
  }

  static Noop<CheckRequest> check(Parts parts) {
    return new Noop<>(CheckRequest.class, parts);
  }

  @Override
  void run(R request, ImapSession session, Replies replies) {
    tellNews(session, replies, true, false);
    ok(request, replies, request.getCommand().getName() + " done");
  }
}
