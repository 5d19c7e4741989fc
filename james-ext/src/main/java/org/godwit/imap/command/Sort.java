package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.store.mailbox.MessageFinding;

/** SORT (RFC 5256 §3), by names too (RFC 5957), with result options (RFC 5267 §3). */
final class Sort extends MailboxCommand<FindRequest.ForSort>
    implements CapabilityImplementingProcessor {
  private final MessageFinding finding;

  Sort(Parts parts, MessageFinding finding) {
    super(FindRequest.ForSort.class, parts);
    this.finding = finding;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(
        Capability.of("CONTEXT=SORT"),
        Capability.of("ESORT"),
        Capability.of("SORT"),
        Capability.of("SORT=DISPLAY"));
  }

  @Override
  void run(FindRequest.ForSort request, ImapSession session, Replies replies)
      throws MailboxException {
    Results results = new Results(this, request, session, replies);
    if (results.reusesTag()) {
      bad(request, replies, "this tag's search is still kept up to date");
      return;
    }
    results.begin(Optional.of(request.order()));
    List<MessageFinding.Found> found = results.find(finding, request.order().keys());
    if (results.isTooMany(found)) { // 9738 §3.5: a part of an order is none
      results.giveUp();
      no(request, replies, limit().refusal());
      return;
    }
    results.tell("SORT", request.order().sort(found));
    tellNews(session, replies, request.question().usesUids(), request.question().usesUids());
    ok(request, replies, "sorted");
  }
}
