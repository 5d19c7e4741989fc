package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SearchRequest;
import org.apache.james.imap.message.response.SearchResponse;
import org.apache.james.imap.processor.SearchProcessor;
import reactor.core.publisher.Mono;

/**
 * SEARCH (RFC 9051 §6.4.4): James's, with what is saved for {@code $} (RFC 5182) kept as UIDs, so
 * that it names the same messages to every command and after every EXPUNGE.
 */
final class Search extends SearchProcessor {

  Search(MailboxCommand.Parts parts) {
    super(parts.mailboxes(), parts.responses(), parts.metrics());
  }

  @Override
  protected Mono<Void> processRequestReactive(
      SearchRequest request, ImapSession session, Responder responder) {
    List<SearchResultOption> options = request.getSearchOperation().getResultOptions();
    if (options == null || !options.contains(SearchResultOption.SAVE)) {
      return super.processRequestReactive(request, session, responder);
    }
    Responder heard = options.size() == 1 ? new Silent(responder) : responder;
    return super.processRequestReactive(request, session, heard)
        .then(Mono.fromRunnable(() -> SavedSearch.keep(session, request.isUseUids())));
  }

  /** 5182 §2.1: with SAVE alone nothing is told but the end. */
  private record Silent(Responder responder) implements Responder {
    @Override
    public void respond(ImapResponseMessage message) {
      if (!(message instanceof SearchResponse)) {
        responder.respond(message);
      }
    }

    @Override
    public void flush() {
      responder.flush();
    }
  }
}
