package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageFinding.Found;

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
    List<Capability> able = new ArrayList<>(limit().capabilities());
    able.add(Capability.of("CONTEXT=SEARCH"));
    able.add(Capability.of("ESEARCH"));
    able.add(Capability.of("SEARCHRES"));
    able.add(Capability.of("PARTIAL"));
    able.add(Capability.of("WITHIN"));
    return able;
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
    List<Found> found = results.find(finding, Set.of());
    String partly = "";
    if (results.isTooMany(found)) { // 9738 §3.1: the highest, and where they end
      found = found.subList(found.size() - limit().most(), found.size());
      partly = limit().partly(found.getFirst().uid());
    }
    results.tell("SEARCH", found);
    tellNews(session, replies, request.question().usesUids(), request.question().usesUids());
    ok(request, replies, partly + "searched");
  }
}
