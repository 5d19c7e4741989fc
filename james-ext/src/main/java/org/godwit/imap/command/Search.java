package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.store.mailbox.MessageFinding;

/** SEARCH (RFC 9051 §6.4.4), with result options (RFC 4731, RFC 5182, RFC 5267, RFC 9394). */
final class Search extends MailboxCommand<FindRequest.ForSearch>
    implements CapabilityImplementingProcessor {
  private final MessageFinding finding;

  Search(Parts parts, MessageFinding finding) {
    super(FindRequest.ForSearch.class, parts);
    this.finding = finding;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(
        Capability.of("CONTEXT=SEARCH"),
        Capability.of("ESEARCH"),
        Capability.of("SEARCHRES"),
        Capability.of("PARTIAL"),
        Capability.of("WITHIN"));
  }

  @Override
  void run(FindRequest.ForSearch request, ImapSession session, Replies replies)
      throws MailboxException {
    Results results = new Results(this, request, session, replies);
    if (results.reusesTag()) {
      bad(request, replies, "this tag's search is still kept up to date");
      return;
    }
    results.begin(Optional.empty());
    results.tell("SEARCH", results.find(finding, Set.of()));
    tellNews(session, replies, request.question().usesUids(), request.question().usesUids());
    ok(request, replies, "searched");
  }
}
