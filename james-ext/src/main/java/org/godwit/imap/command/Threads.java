package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.store.mailbox.MessageFinding;

/** THREAD (RFC 5256 §3). */
final class Threads extends MailboxCommand<FindRequest.ForThread>
    implements CapabilityImplementingProcessor {
  private final MessageFinding finding;

  Threads(Parts parts, MessageFinding finding) {
    super(FindRequest.ForThread.class, parts);
    this.finding = finding;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(Capability.of("THREAD=ORDEREDSUBJECT"), Capability.of("THREAD=REFERENCES"));
  }

  @Override
  void run(FindRequest.ForThread request, ImapSession session, Replies replies)
      throws MailboxException {
    Results results = new Results(this, request, session, replies);
    results.begin(Optional.empty());
    List<MessageFinding.Found> found = results.find(finding, request.threading().keys());
    if (limit().isExceededBy(found.size())) { // 9738 §3.5: a part of a thread is none
      no(request, replies, limit().refusal());
      return;
    }
    String threads =
        request.threading().tell(found, message -> Long.toString(results.number(message)));
    replies.untagged(threads.isEmpty() ? "THREAD" : "THREAD " + threads);
    tellNews(session, replies, request.question().usesUids(), request.question().usesUids());
    ok(request, replies, "threaded");
  }
}
